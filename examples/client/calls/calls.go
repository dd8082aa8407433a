// Package calls is a client for the operations of calls.
package calls

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"example.com/graphcomms/commsop"
	"example.com/graphcomms/odata"
	"example.com/graphcomms/patch"
)

// A Client reads and patches operations. The zero HTTP is
// [http.DefaultClient].
type Client struct {
	Base string // the server, as in "http://127.0.0.1:8080"
	HTTP *http.Client
}

// An Error is the answer of a server that refuses a request.
type Error struct {
	Status int // of HTTP
	Body   odata.Error
}

// Error returns the status, the code, and what is wrong, a line each.
func (e *Error) Error() string {
	s := fmt.Sprintf("%d %s: %s", e.Status, e.Body.Code, e.Body.Message)
	for _, d := range e.Body.Details {
		s += fmt.Sprintf("\n  %s: %s", d.Code, d.Message)
	}
	return s
}

// Operation reads one operation.
func (c *Client) Operation(ctx context.Context, call, id string) (commsop.Operation, error) {
	body, err := c.do(ctx, http.MethodGet, path(call, id), nil, "")
	if err != nil {
		return commsop.Operation{}, err
	}
	return commsop.Decode(body)
}

// Operations reads all operations of a call.
func (c *Client) Operations(ctx context.Context, call string) (commsop.Page, error) {
	body, err := c.do(ctx, http.MethodGet, path(call), nil, "")
	if err != nil {
		return commsop.Page{}, err
	}
	return commsop.DecodePage(body)
}

// Patch sends a patch, and returns the operation as the server has it then. An
// etag that is not "" is the version that it is for: the answer is 412 if the
// operation has another one.
func (c *Client) Patch(ctx context.Context, call, id string, p commsop.Patch, etag string) (commsop.Operation, error) {
	text, err := p.AppendJSON(nil)
	if err != nil {
		return commsop.Operation{}, err
	}
	body, err := c.do(ctx, http.MethodPatch, path(call, id), text, etag)
	if err != nil {
		return commsop.Operation{}, err
	}
	return commsop.Decode(body)
}

// Update reads an operation, lets change change it, and sends the smallest
// patch that does the same; a patch of nothing is not sent. When somebody else
// was faster, it begins again, until ctx is done. It returns the last patch,
// and the operation as the server has it then.
func (c *Client) Update(ctx context.Context, call, id string, change func(*commsop.Operation)) (commsop.Patch, commsop.Operation, error) {
	for {
		before, err := c.Operation(ctx, call, id)
		if err != nil {
			return commsop.Patch{}, commsop.Operation{}, err
		}
		after := before.Clone()
		change(&after)
		p, err := commsop.Diff(before, after)
		if err != nil || p.IsZero() {
			return p, before, err
		}
		after, err = c.Patch(ctx, call, id, p, ETag(before))
		if e, ok := errors.AsType[*Error](err); ok && e.Status == http.StatusPreconditionFailed {
			continue
		}
		return p, after, err
	}
}

// ETag returns the version of an operation that was read, or "".
func ETag(op commsop.Operation) (etag string) {
	value, _ := op.AdditionalData.Get("@odata.etag")
	json.Unmarshal([]byte(value), &etag)
	return etag
}

func path(call string, id ...string) string {
	p := "/communications/calls/" + url.PathEscape(call) + "/operations"
	for _, s := range id {
		p += "/" + url.PathEscape(s)
	}
	return p
}

// do sends a request and returns the body of a good answer. Any other is an
// *Error.
func (c *Client) do(ctx context.Context, method, path string, body []byte, etag string) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.Base+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if body != nil {
		request.Header.Set("Content-Type", patch.ContentType)
	}
	if etag != "" {
		request.Header.Set("If-Match", etag)
	}
	client := c.HTTP
	if client == nil {
		client = http.DefaultClient
	}
	response, err := client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	const most = 16 << 20
	answer, err := io.ReadAll(io.LimitReader(response.Body, most))
	if err != nil {
		return nil, err
	}
	if response.StatusCode == http.StatusOK {
		return answer, nil
	}
	e := &Error{Status: response.StatusCode}
	if json.Unmarshal(answer, &e.Body) != nil {
		e.Body.Code, e.Body.Message = "unknown", http.StatusText(response.StatusCode)
	}
	return nil, e
}
