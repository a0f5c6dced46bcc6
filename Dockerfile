# Builds the program without a C compiler and puts it alone into an empty image.
FROM golang:1.26 AS build
ARG GOPROXY
ARG GOFLAGS
ARG GOSUMDB
ARG GONOSUMDB
ARG RELEASE=dev
ARG COMMIT=未知
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
RUN CGO_ENABLED=0 go build -trimpath -ldflags="-s -w -X main.release=$RELEASE -X main.commit=$COMMIT" -o /out/servicehall ./api \
 && mkdir -p /out/data

FROM scratch
COPY --from=build /out/servicehall /servicehall
# 65532 is the usual number of an account without rights; the image holds no accounts of its own.
COPY --from=build --chown=65532:65532 /out/data /data
USER 65532:65532
ENV HALL_ADDR=0.0.0.0:8080 HALL_DATABASE=sqlite:/data/hall.db
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["/servicehall", "healthcheck"]
ENTRYPOINT ["/servicehall"]
