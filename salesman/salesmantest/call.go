package salesmantest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// call is a request as the scripts see it.
type call struct {
	endpoint, action string
	login, apiKey    string
	params           map[string]any
	// form are the parameters of query and form alone: where person add.list
	// looks for its list.
	form map[string]any
	// broken: the body should be a JSON object and is not; isText: it is a text.
	broken, isText bool
	user           *user
	base           string // address of the server, as the caller has it
	events         []event
}

func readCall(r *http.Request, body []byte) *call {
	c := &call{endpoint: endpointOf(r.URL.Path), params: map[string]any{}, form: map[string]any{}}
	if r.Header.Get("Content-Type") == "application/json" { // exactly
		c.readJSON(r, body)
	} else {
		c.readForm(r, body)
	}
	c.action = c.text("action")
	return c
}

// readJSON takes the credentials from the headers, or from the body where no key
// is in the headers.
func (c *call) readJSON(r *http.Request, body []byte) {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var sent any
	err := dec.Decode(&sent)
	object, isObject := sent.(map[string]any)
	_, isList := sent.([]any)
	_, c.isText = sent.(string)
	c.broken = err != nil || !isObject && !isList
	if object != nil {
		c.params = object
	}
	c.login, c.apiKey = r.Header.Get("Login"), r.Header.Get("Apikey")
	if c.apiKey == "" {
		c.login, c.apiKey = c.text("login"), c.text("apikey")
	}
}

// readForm joins query and form, turns dots of names into underscores and
// rewrites texts outside of nested values as the server does.
func (c *call) readForm(r *http.Request, body []byte) {
	values := r.URL.Query()
	for name, list := range postedForm(r, body) {
		values[name] = append(values[name], list...)
	}
	for name, list := range values {
		head, rest, nested := strings.Cut(name, "[")
		if !strings.ContainsAny(head, ". ") {
			continue
		}
		delete(values, name)
		head = strings.NewReplacer(".", "_", " ", "_").Replace(head)
		if nested {
			head += "[" + rest
		}
		values[head] = list
	}
	c.form = contract.PHPForm(values)
	quotes := strings.NewReplacer(`"`, "”", "'", "&acute;")
	for name, value := range c.form {
		if text, ok := value.(string); ok {
			c.form[name] = quotes.Replace(strings.TrimSpace(text))
		}
	}
	c.params = c.form
	c.login, c.apiKey = c.text("login"), c.text("apikey")
}

// postedForm reads a body of one of the two encodings of forms; PHP does so for
// POST only.
func postedForm(r *http.Request, body []byte) url.Values {
	if r.Method != http.MethodPost {
		return nil
	}
	mediaType, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch mediaType {
	case "application/x-www-form-urlencoded":
		posted, _ := url.ParseQuery(string(body))
		return posted
	case "multipart/form-data":
		form, err := multipart.NewReader(bytes.NewReader(body), params["boundary"]).ReadForm(int64(len(body)))
		if err == nil {
			return form.Value
		}
	}
	return nil
}

// has reports whether a parameter was sent, and is not null.
func (c *call) has(name string) bool { return c.params[name] != nil }

func (c *call) text(name string) string { return textOf(c.params[name]) }

func (c *call) number(name string) int64 { return numberOf(c.params[name]) }

func (c *call) yes(name string) bool { return c.text(name) == "yes" }

func (c *call) object(name string) map[string]any {
	object, _ := c.params[name].(map[string]any)
	return object
}

// textOf is PHP's cast to a text.
func textOf(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "1"
		}
		return ""
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case nil, map[string]any, []any:
		return ""
	}
	return fmt.Sprint(v)
}

// numberOf is PHP's cast to an integer: the leading digits.
func numberOf(v any) int64 {
	text := strings.TrimSpace(textOf(v))
	end := 0
	for end < len(text) && (text[end] >= '0' && text[end] <= '9' || end == 0 && text[end] == '-') {
		end++
	}
	n, _ := strconv.ParseInt(text[:end], 10, 64)
	return n
}
