// Command openapi turns swag's Swagger 2.0 document into OpenAPI 3 and mends what the two cannot say in a
// comment: refusals are application/problem+json and stand on every operation, answers carry the catalogue's
// headers, and a value that may be null says so.
//
// Usage: go run ./scripts/openapi docs/swagger.json docs/openapi.json
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi2"
	"github.com/getkin/kin-openapi/openapi2conv"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: openapi SWAGGER OPENAPI")
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

func run(from, to string) error {
	raw, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	if raw, err = tidyNames(raw); err != nil {
		return err
	}
	if err := os.WriteFile(from, raw, 0o644); err != nil {
		return err
	}
	var v2 openapi2.T
	if err := json.Unmarshal(raw, &v2); err != nil {
		return err
	}
	v3, err := openapi2conv.ToV3(&v2)
	if err != nil {
		return err
	}
	encoded, err := v3.MarshalJSON()
	if err != nil {
		return err
	}
	var doc map[string]any
	if err := json.Unmarshal(encoded, &doc); err != nil {
		return err
	}
	mend(doc)
	out, err := indent(doc)
	if err != nil {
		return err
	}
	return os.WriteFile(to, out, 0o644)
}

func indent(doc any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(doc)
	return b.Bytes(), err
}

// tidyNames takes Go's package names and type parameters out of the schemas' names. Two schemas must not
// come to share a name.
func tidyNames(raw []byte) ([]byte, error) {
	var doc map[string]any
	if err := json.Unmarshal(raw, &doc); err != nil {
		return nil, err
	}
	definitions, _ := doc["definitions"].(map[string]any)
	renamed := map[string]string{}
	taken := map[string]string{}
	for name := range definitions {
		short := name[strings.LastIndex(name, ".")+1:]
		if i := strings.Index(name, "Page-"); i >= 0 {
			inner := name[i+len("Page-"):]
			inner = inner[strings.LastIndexAny(inner, "._")+1:]
			short = strings.TrimSuffix(strings.TrimSuffix(inner, "Document"), "Item") + "Page"
		}
		if other, twice := taken[short]; twice {
			return nil, fmt.Errorf("%s and %s would both be called %s", other, name, short)
		}
		taken[short], renamed[name] = name, short
	}
	var walk func(any) any
	walk = func(v any) any {
		switch v := v.(type) {
		case map[string]any:
			for k, x := range v {
				if ref, ok := x.(string); ok && k == "$ref" {
					v[k] = "#/definitions/" + renamed[strings.TrimPrefix(ref, "#/definitions/")]
					continue
				}
				v[k] = walk(x)
			}
		case []any:
			for i := range v {
				v[i] = walk(v[i])
			}
		}
		return v
	}
	walk(doc)
	tidy := map[string]any{}
	for name, schema := range definitions {
		tidy[renamed[name]] = schema
	}
	prune(doc, tidy)
	doc["definitions"] = tidy
	return indent(doc)
}

// prune takes out the schemas that nothing refers to any more, such as the records' own lists that a document
// replaces by lists of its own.
func prune(doc map[string]any, schemas map[string]any) {
	used := map[string]bool{}
	var mark func(any)
	mark = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, x := range v {
				ref, isRef := x.(string)
				if name := strings.TrimPrefix(ref, "#/definitions/"); isRef && k == "$ref" && !used[name] {
					used[name] = true
					mark(schemas[name])
					continue
				}
				mark(x)
			}
		case []any:
			for _, x := range v {
				mark(x)
			}
		}
	}
	mark(doc["paths"])
	for name := range schemas {
		if !used[name] {
			delete(schemas, name)
		}
	}
}

type object = map[string]any

// mend changes the converted document in place.
func mend(doc object) {
	components, _ := doc["components"].(object)
	schemas, _ := components["schemas"].(object)
	for _, s := range schemas {
		nullable(s)
	}
	components["headers"] = object{
		"Revision":      object{"description": "目录的版本号，每次发布加一", "schema": object{"type": "integer", "format": "int64"}, "example": 42},
		"Epoch":         object{"description": "目录的纪元，历史改变（例如恢复备份）时更换", "schema": object{"type": "string"}, "example": "4N5QXKCTVH2RZ7WYD3MJ6P8ABE"},
		"Demonstration": object{"description": "目录里有演示数据时为 true", "schema": object{"type": "boolean"}},
		"ETag":          object{"description": "内容的标签，下次放进 If-None-Match", "schema": object{"type": "string"}, "example": `"0f343b0931126a20f133d67c2b018a3b"`},
		"RequestID":     object{"description": "请求编号，报告问题时请附上", "schema": object{"type": "string"}, "example": "7f3c9a5e0b1d4f26"},
		"RetryAfter":    object{"description": "几秒以后再试", "schema": object{"type": "integer"}, "example": 1},
		"Location":      object{"description": "新的地址", "schema": object{"type": "string"}},
	}
	ref := func(kind, name string) object { return object{"$ref": "#/components/" + kind + "/" + name} }
	refusal := func(description string) object {
		return object{
			"description": description,
			"headers":     object{"X-Request-Id": ref("headers", "RequestID")},
			"content":     object{"application/problem+json": object{"schema": ref("schemas", "Problem")}},
		}
	}
	limited := refusal("请求太频繁")
	limited["headers"].(object)["Retry-After"] = ref("headers", "RetryAfter")
	catalogue := object{
		"X-Catalogue-Revision": ref("headers", "Revision"), "X-Catalogue-Epoch": ref("headers", "Epoch"),
		"X-Catalogue-Demonstration": ref("headers", "Demonstration"), "X-Request-Id": ref("headers", "RequestID"),
	}
	tagged := object{"ETag": ref("headers", "ETag")}
	for k, v := range catalogue {
		tagged[k] = v
	}
	components["responses"] = object{
		"BadRequest":  refusal("参数有误，errors 里逐条说明"),
		"NotFound":    refusal("目录里没有这个编码"),
		"Gone":        refusal("已取消，reason 是原因，successor 是替代的记录"),
		"RateLimited": limited,
		"Internal":    refusal("服务器出错"),
		"Unavailable": refusal("目录还没有载入，或者处理超时"),
		"NotModified": object{"description": "内容没有变化", "headers": tagged},
		"Moved":       object{"description": "旧编码，请改用 Location 里的地址", "headers": object{"Location": ref("headers", "Location"), "X-Request-Id": ref("headers", "RequestID")}},
	}
	refusals := map[string]string{"400": "BadRequest", "404": "NotFound", "410": "Gone", "429": "RateLimited", "500": "Internal", "503": "Unavailable"}
	paths, _ := doc["paths"].(object)
	for path, item := range paths {
		for _, operation := range item.(object) {
			op, ok := operation.(object)
			if !ok {
				continue
			}
			op["security"] = []any{}
			responses, _ := op["responses"].(object)
			if ok200, has := responses["200"].(object); has {
				ok200["headers"] = tagged
				if d, _ := ok200["description"].(string); d == "OK" {
					ok200["description"] = "成功"
				}
			}
			for status := range responses {
				if name, known := refusals[status]; known {
					responses[status] = ref("responses", name)
				}
			}
			responses["304"] = ref("responses", "NotModified")
			if strings.Contains(path, "{code}") {
				responses["308"] = ref("responses", "Moved")
			}
			params, _ := op["parameters"].([]any)
			op["parameters"] = append(params, object{"name": "If-None-Match", "in": "header", "description": "上次得到的 ETag，内容没有变化时回答 304", "schema": object{"type": "string"}})
		}
	}
}

// nullable gives every schema that may be null a type, without which OpenAPI 3.0 has no nullable, and puts
// the required members in order.
func nullable(v any) {
	switch v := v.(type) {
	case object:
		for _, x := range v {
			nullable(x)
		}
		if is, _ := v["nullable"].(bool); is {
			if _, has := v["type"]; !has {
				v["type"] = "object"
			}
		}
		if required, ok := v["required"].([]any); ok {
			slices.SortFunc(required, func(a, b any) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
			v["required"] = slices.Compact(required)
		}
	case []any:
		for _, x := range v {
			nullable(x)
		}
	}
}
