package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strings"

	"servicehall/internal/catalog"
)

// work is a kind of request and its random addresses. They are the same in every run.
type work struct {
	name     string
	requests []request
	compress bool // the answers must be compressed
	optional bool // a route that may be missing
}

const (
	base     = "/api/v1"
	details  = 10_000 // addresses of a work
	lists    = 3_000
	guides   = 300
	together = 20 // guides in a request, matters on a page
)

// detail asks for a matter's guide.
func detail(m *catalog.Matter) request { return ask(base+"/matters/"+url.PathEscape(m.Code), "") }

// makeWorks makes every work but the one that needs tags.
func makeWorks(data *catalog.Dataset) []work {
	random := rand.New(rand.NewPCG(1733, 45))
	matter := func() *catalog.Matter { return data.Matters[random.IntN(len(data.Matters))] }
	perDepartment := map[string]int{}
	for _, m := range data.Matters {
		perDepartment[m.Department]++
	}
	repeat := func(n int, one func() request) []request {
		out := make([]request, n)
		for i := range out {
			out[i] = one()
		}
		return out
	}
	return []work{
		{name: "detail", requests: repeat(details, func() request { return detail(matter()) })},
		{name: "gzip", compress: true, requests: repeat(details, func() request { return ask(detail(matter()).uri, "Accept-Encoding: gzip\r\n") })},
		{name: "list", requests: repeat(lists, func() request {
			d := data.Departments[random.IntN(len(data.Departments))].Code
			pages := max(1, (perDepartment[d]+together-1)/together)
			return ask(fmt.Sprintf(base+"/matters?department=%s&page=%d", url.QueryEscape(d), 1+random.IntN(pages)), "")
		})},
		{name: "facets", requests: repeat(lists, func() request {
			m := matter()
			filters := [][2]string{{"type", m.Type}, {"handling", string(m.Handling)}, {"audience", string(m.Audience[0])}, {"channel", string(m.Channels[0])}, {"theme", m.Themes[0]}, {"window", m.Windows[0]}}
			random.Shuffle(len(filters), func(i, j int) { filters[i], filters[j] = filters[j], filters[i] })
			q := url.Values{"facets": {"department,type,handling"}}
			for _, f := range filters[:3] {
				q.Set(f[0], f[1])
			}
			return ask(base+"/matters?"+q.Encode(), "")
		})},
		{name: "search", requests: repeat(lists, func() request {
			name := []rune(matter().Name)
			from := random.IntN(max(1, len(name)-4))
			return ask(base+"/search?q="+url.QueryEscape(string(name[from:min(len(name), from+2+random.IntN(6))])), "")
		})},
		{name: "guides", optional: true, requests: repeat(guides, func() request {
			codes := make([]string, together)
			for i := range codes {
				codes[i] = "code=" + url.QueryEscape(matter().Code)
			}
			return ask(base+"/guides?"+strings.Join(codes, "&"), "")
		})},
	}
}

// notModified asks again for what was answered, with the tag of each answer.
func notModified(asked work, answers map[string]answer) work {
	out := work{name: "304"}
	for _, r := range asked.requests {
		again := ask(r.uri, "If-None-Match: "+answers[r.uri].ETag+"\r\n")
		again.want = http.StatusNotModified
		out.requests = append(out.requests, again)
	}
	return out
}

// fetchAll asks for every address once.
func fetchAll(addr string, requests []request) (map[string]answer, error) {
	c, err := dial(addr)
	if err != nil {
		return nil, err
	}
	defer c.close()
	answers := map[string]answer{}
	for _, r := range requests {
		if answers[r.uri], _, err = c.fetch(r); err != nil {
			return nil, err
		}
	}
	return answers, nil
}
