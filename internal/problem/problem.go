// Package problem makes the bodies of refusals (RFC 9457, application/problem+json) and holds the one table
// from error to status.
package problem

import (
	"context"
	"errors"
	"net/http"

	"servicehall/internal/catalog"
	"servicehall/internal/snapshot"
)

// ContentType is the media type of a problem.
const ContentType = "application/problem+json"

// Problem is the body of a refusal.
type Problem struct {
	Type      string  `json:"type" example:"urn:servicehall:problem:not_found"`
	Title     string  `json:"title" example:"没有找到"`
	Status    int     `json:"status" example:"404"`
	Detail    string  `json:"detail" example:"目录里没有这个编码，请核对后再查"`
	Code      string  `json:"code" example:"not_found"` // stable, for programs
	RequestID string  `json:"requestId" example:"7f3c9a5e0b1d4f26"`
	Errors    []Fault `json:"errors,omitempty"` // invalid input: every fault at once

	Reason    catalog.Reason `json:"reason,omitempty"`    // 410: why it was cancelled
	Successor *snapshot.Ref  `json:"successor,omitempty"` // 410: what took its place
}

// Fault is one thing wrong with the input; Parameter or Pointer says where.
type Fault struct {
	Parameter string `json:"parameter,omitempty" example:"pageSize"`
	Pointer   string `json:"pointer,omitempty" example:"/promisedLimit/unit"`
	Code      string `json:"code" example:"range"`
	Detail    string `json:"detail" example:"pageSize 是 1 到 100 的整数"`
}

// Invalid is the error of a request whose parameters cannot be understood.
type Invalid struct{ Faults []Fault }

// Error is the first fault.
func (e *Invalid) Error() string { return e.Faults[0].Detail }

// RateLimited is the error of a client that asks too often.
type RateLimited struct{}

// Error says what to do.
func (RateLimited) Error() string { return "请求太频繁，请稍后再试" }

// NotReady is the error while there is no catalogue to answer from.
type NotReady struct{ Detail string }

// Error says what is missing.
func (e *NotReady) Error() string { return e.Detail }

// statuses is what every status says when nothing more is known.
func statuses(status int) (code, title, detail string) {
	switch status {
	case http.StatusBadRequest:
		return "bad_request", "请求有误", "请求的格式不对，请核对后再试"
	case http.StatusUnauthorized:
		return "unauthorized", "没有登录", "请先登录"
	case http.StatusForbidden:
		return "forbidden", "没有权限", "当前的网络或者账号不能访问这里"
	case http.StatusNotFound:
		return "not_found", "没有找到", "没有这个地址，请核对；接口文档在 /docs"
	case http.StatusMethodNotAllowed:
		return "method_not_allowed", "方法不对", "这个地址不接受这种请求方法，可以用的方法见 Allow 响应头"
	case http.StatusGone:
		return "gone", "已取消", "这条记录已取消"
	case http.StatusRequestTimeout:
		return "request_timeout", "请求超时", "请求没有及时发送完，请重试"
	case http.StatusRequestEntityTooLarge:
		return "too_large", "内容太大", "请求的内容超过了上限，请分开提交"
	case http.StatusUnsupportedMediaType:
		return "unsupported_media_type", "内容类型不对", "请求的内容类型不被接受，请使用 application/json"
	case http.StatusTooManyRequests:
		return "rate_limited", "请求太频繁", "请求太频繁，请稍后再试"
	case http.StatusServiceUnavailable:
		return "unavailable", "暂时不能服务", "服务暂时不可用，请稍后再试"
	}
	if status >= 400 && status < 500 {
		return "bad_request", "请求有误", "请求不能处理，请核对后再试"
	}
	return "internal", "服务出错", "服务器出了错，请稍后再试；仍然不行的，请把请求编号告诉管理员"
}

// OfStatus makes the problem of a status about which nothing more is known.
func OfStatus(status int) Problem {
	code, title, detail := statuses(status)
	return Problem{Type: "urn:servicehall:problem:" + code, Title: title, Status: status, Detail: detail, Code: code}
}

// From makes the problem of an error. What is unknown is a 500 that shows nothing of it.
func From(err error) Problem {
	with := func(status int, detail string) Problem {
		p := OfStatus(status)
		p.Detail = detail
		return p
	}
	var (
		invalid *Invalid
		gone    *snapshot.Gone
		notYet  *NotReady
		tooBig  *http.MaxBytesError
	)
	switch {
	case errors.As(err, &invalid):
		p := with(http.StatusBadRequest, "请求的参数有误，请按 errors 里的说明改正")
		p.Code, p.Type = "invalid_parameter", "urn:servicehall:problem:invalid_parameter"
		p.Errors = invalid.Faults
		return p
	case errors.As(err, &gone):
		p := with(http.StatusGone, gone.Error())
		p.Reason, p.Successor = gone.Reason, gone.Successor
		return p
	case errors.Is(err, snapshot.ErrUnknownCursor):
		p := with(http.StatusGone, "这个版本之后的变化已经查不到，请重新取 /api/v1/snapshot，再从它的版本跟进")
		p.Code, p.Type, p.Title = "unknown_cursor", "urn:servicehall:problem:unknown_cursor", "要从头再取"
		return p
	case errors.Is(err, catalog.ErrNotFound):
		return with(http.StatusNotFound, "目录里没有这个编码，请核对后再查")
	case errors.As(err, &tooBig):
		return OfStatus(http.StatusRequestEntityTooLarge)
	case errors.Is(err, RateLimited{}):
		return OfStatus(http.StatusTooManyRequests)
	case errors.As(err, &notYet):
		return with(http.StatusServiceUnavailable, notYet.Detail)
	case errors.Is(err, context.DeadlineExceeded):
		p := with(http.StatusServiceUnavailable, "处理超时，请稍后再试")
		p.Code, p.Type = "timeout", "urn:servicehall:problem:timeout"
		return p
	}
	return OfStatus(http.StatusInternalServerError)
}
