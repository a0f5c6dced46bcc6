package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
)

// connections are open at once during a measure.
const connections = 32

// request is what is sent, written beforehand so that the client takes little from the machine that it shares
// with the server, and what must come back.
type request struct {
	uri  string
	wire []byte
	want int   // the status
	size int64 // bytes of the body; negative: any
}

// ask makes a request with further header lines, each ended with "\r\n".
func ask(uri, headers string) request {
	return request{uri: uri, want: http.StatusOK, size: -1, wire: []byte("GET " + uri + " HTTP/1.1\r\nHost: hall\r\nUser-Agent: load\r\n" + headers + "\r\n")}
}

// client is one connection that is kept open.
type client struct {
	conn   net.Conn
	reader *bufio.Reader
}

func dial(addr string) (*client, error) {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}
	return &client{conn: conn, reader: bufio.NewReaderSize(conn, 32<<10)}, nil
}

func (c *client) close() { _ = c.conn.Close() } // nothing is lost with it

// send sends the request and reads the head of the answer, whose status must be the wanted one.
func (c *client) send(r request) (*http.Response, error) {
	if _, err := c.conn.Write(r.wire); err != nil {
		return nil, err
	}
	response, err := http.ReadResponse(c.reader, nil)
	if err != nil {
		return nil, err
	}
	if response.StatusCode != r.want {
		return response, fmt.Errorf("%s answered %d, not %d", r.uri, response.StatusCode, r.want)
	}
	return response, nil
}

// do sends the request and reads the answer, which must be as wanted.
func (c *client) do(r request) error {
	response, err := c.send(r)
	if err != nil {
		return err
	}
	n, err := io.Copy(io.Discard, response.Body)
	if err == nil && r.size >= 0 && n != r.size {
		return fmt.Errorf("%s answered %d bytes, not %d", r.uri, n, r.size)
	}
	return err
}

// fetch sends the request and keeps the answer.
func (c *client) fetch(r request) (answer, http.Header, error) {
	response, err := c.send(r)
	if err != nil {
		return answer{}, nil, err
	}
	body, err := io.ReadAll(response.Body)
	h := response.Header
	return answer{Status: r.want, Type: h.Get("Content-Type"), Encoding: h.Get("Content-Encoding"), ETag: h.Get("ETag"), Body: body}, h, err
}

// each calls f on every connection, at the same time.
func each(addr string, f func(number int, c *client) error) error {
	errs := make([]error, connections)
	var group sync.WaitGroup
	for i := range connections {
		group.Go(func() {
			c, err := dial(addr)
			if err == nil {
				err = f(i, c)
				c.close()
			}
			errs[i] = err
		})
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// send makes n requests, one after another of the list and from its start again, over all connections. One wrong
// answer is an error.
func send(addr string, requests []request, n int) error {
	var next atomic.Int64
	return each(addr, func(_ int, c *client) error {
		for i := next.Add(1) - 1; i < int64(n); i = next.Add(1) - 1 {
			if err := c.do(requests[i%int64(len(requests))]); err != nil {
				return err
			}
		}
		return nil
	})
}
