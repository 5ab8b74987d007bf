package helpcrunch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
)

// operations are all that this package knows, for the hatch.
var operations = []*transport.Operation{
	opCustomersList, opCustomersGet, opCustomersCreate, opCustomersUpdate, opCustomersReplace,
	opCustomersBatchUpdate, opCustomersSearch, opCustomersTag, opCustomersUntag, opCustomersDelete,
	opEventsCreate,
	opChatsList, opChatsGet, opChatsSearch, opChatsCreate, opChatsSnooze, opChatsUpdateStatus,
	opChatsUpdateAssignee, opChatsUpdateDepartment, opChatsRate, opChatsMarkReadByAgent,
	opChatsMarkReadByCustomer, opChatsMarkRead, opChatsTotal,
	opMessagesList, opMessagesCreate,
	opAgentsList, opAgentsUnsubscribe, opDepartmentsList, opApplicationsList, opOrganizationGet,
}

// Do makes a call that this package has no method for, with the same retries,
// limits, redaction and errors. The path is below the base URL ("/customers/42")
// and may carry a query.
//
// In is the query for a GET ([url.Values], or a struct with url tags) and the
// JSON body otherwise; nil for none. The reply is decoded into out; nil ignores it.
//
// A call counts as unsafe to repeat, unless it is a documented operation, whose
// class is known, or a GET that is no documented write.
// [frontdesk.WithClass] states another class.
func (c *Client) Do(ctx context.Context, method, path string, in, out any, opts ...frontdesk.Option) error {
	op := &transport.Operation{ID: method + " " + path, Method: method, Class: frontdesk.ClassUnsafe}
	if err := checkMethod(method); err != nil {
		return c.core.Invalid(op.ID, "method", err)
	}
	if method == http.MethodGet {
		op.Class = frontdesk.ClassSafe
	}
	plain, rawQuery, _ := strings.Cut(path, "?")
	elements, err := splitPath(plain)
	if err != nil {
		return c.core.Invalid(op.ID, "path", err)
	}
	op.ID = method + " " + plain
	if known := findOperation(method, elements); known != nil {
		op = known
	}
	req := &transport.Request{
		Op: op, Accept: jsonType, Codec: codec, Out: out, Hatch: true,
		Path: transport.Path{Decoded: "/" + strings.Join(elements, "/"), Escaped: plain},
	}
	if req.Query, err = hatchQuery(method, rawQuery, in); err != nil {
		return c.core.Invalid(op.ID, "in", err)
	}
	if in != nil && method != http.MethodGet {
		if req.Body, err = bodies.Marshal(in); err != nil {
			return c.core.Invalid(op.ID, "in", err)
		}
		req.ContentType = jsonType
	}
	return c.core.Do(ctx, req, c.core.Resolve(opts))
}

func checkMethod(method string) error {
	switch method {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete:
		return nil
	}
	return fmt.Errorf("%q is not GET, POST, PUT, PATCH or DELETE", method)
}

// splitPath returns the unescaped elements of a path that stays below the base:
// the credential goes wherever it leads.
func splitPath(path string) ([]string, error) {
	rest, ok := strings.CutPrefix(path, "/")
	if !ok {
		return nil, errors.New("must begin with a slash and have neither scheme nor host")
	}
	elements := strings.Split(rest, "/")
	for i, escaped := range elements {
		element, err := url.PathUnescape(escaped)
		if err != nil {
			return nil, errors.New("holds an invalid escape")
		}
		if !staysBelow(element) {
			return nil, fmt.Errorf("element %q cannot stand in a path", escaped)
		}
		elements[i] = element
	}
	return elements, nil
}

// staysBelow refuses what a server, or a proxy before it, could take for another
// directory, host, query or line, also after unescaping once more.
func staysBelow(element string) bool {
	for {
		switch {
		case element == "" || element == "." || element == "..":
			return false
		case strings.ContainsAny(element, "/\\?#"):
			return false
		case strings.ContainsFunc(element, func(r rune) bool { return r < ' ' || r == 0x7f }):
			return false
		}
		again, err := url.PathUnescape(element)
		if err != nil || again == element {
			return true
		}
		element = again
	}
}

// findOperation returns the documented operation of a method and path; a literal
// element wins over a placeholder, so /customers/batch is no customer.
func findOperation(method string, elements []string) *transport.Operation {
	var best *transport.Operation
	fewest := len(elements) + 1
	for _, op := range operations {
		if op.Method != method {
			continue
		}
		if n, ok := matchTemplate(op.Path, elements); ok && n < fewest {
			best, fewest = op, n
		}
	}
	return best
}

// matchTemplate reports whether the elements fit a template, and how many of them
// stand for placeholders.
func matchTemplate(template string, elements []string) (placeholders int, ok bool) {
	want := strings.Split(strings.TrimPrefix(template, "/"), "/")
	if len(want) != len(elements) {
		return 0, false
	}
	for i, name := range want {
		switch {
		case strings.HasPrefix(name, "{"):
			placeholders++
		case name != elements[i]:
			return 0, false
		}
	}
	return placeholders, true
}

// hatchQuery joins the query of the path with that of a GET's params.
func hatchQuery(method, raw string, in any) (string, error) {
	if raw == "" && (in == nil || method != http.MethodGet) {
		return "", nil
	}
	values, err := url.ParseQuery(raw)
	if err != nil {
		return "", errors.New("the query of the path cannot be read")
	}
	if in == nil || method != http.MethodGet {
		return values.Encode(), nil
	}
	given, ok := in.(url.Values)
	if !ok {
		if given, err = codec.Query(in); err != nil {
			return "", err
		}
	}
	for name, list := range given {
		values[name] = append(values[name], list...)
	}
	return values.Encode(), nil
}
