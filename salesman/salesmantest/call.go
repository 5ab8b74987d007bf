package salesmantest

import (
	"encoding/json"
	"fmt"
	"mime"
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
	// broken: the body should be JSON and is not.
	broken bool
	user   *user
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
	dec := json.NewDecoder(strings.NewReader(string(body)))
	dec.UseNumber()
	c.broken = dec.Decode(&c.params) != nil || c.params == nil
	if c.broken {
		c.params = map[string]any{}
	}
	c.login, c.apiKey = r.Header.Get("Login"), r.Header.Get("Apikey")
	if c.apiKey == "" {
		c.login, c.apiKey = c.text("login"), c.text("apikey")
	}
}

// readForm joins query and form, and rewrites texts outside of nested values as
// the server does.
func (c *call) readForm(r *http.Request, body []byte) {
	values := r.URL.Query()
	mediaType, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if mediaType == "application/x-www-form-urlencoded" && r.Method == http.MethodPost {
		posted, _ := url.ParseQuery(string(body))
		for name, list := range posted {
			values[name] = append(values[name], list...)
		}
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
