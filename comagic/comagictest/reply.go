package comagictest

import (
	"bytes"
	"encoding/json"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// decode reads JSON with numbers as they are written.
func decode(raw []byte) any {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var v any
	if dec.Decode(&v) != nil {
		return nil
	}
	return v
}

// succeed answers with data in the envelope that the method has.
func (c *call) succeed(data any) {
	if c.op.Response.Envelope == "result" {
		c.reply(data)
		return
	}
	c.reply(map[string]any{"data": data, "metadata": map[string]any{"limits": limitsOf(c.limits)}})
}

// reply writes a result.
func (c *call) reply(result any) {
	c.write200(map[string]any{"jsonrpc": "2.0", "id": c.id(), "result": result})
}

func (c *call) id() json.RawMessage {
	if len(c.env.ID) == 0 {
		return json.RawMessage("null")
	}
	return c.env.ID
}

func (c *call) write200(body any) {
	data, err := json.Marshal(body)
	if err != nil {
		http.Error(c.w, err.Error(), http.StatusInternalServerError)
		return
	}
	c.w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	// The client may be gone.
	_, _ = c.w.Write(data)
}

// failure is an error of the vendor.
type failure struct {
	mnemonic string
	code     int // of the mnemonic's group, if it has several
	field    string
	value    string
	params   map[string]any
}

// fail answers with an error, which costs no points.
func (c *call) fail(f failure) {
	c.limits = frontdesktest.Refund(c.r)
	c.failUncharged(f)
}

func (c *call) failUncharged(f failure) {
	known := knownErrors()[f.mnemonic]
	if f.code == 0 {
		f.code = known.code
	}
	data := map[string]any{"mnemonic": f.mnemonic, "metadata": map[string]any{"limits": limitsOf(c.limits)}}
	if f.field != "" {
		data["field"] = f.field
	}
	if f.value != "" {
		data["value"] = f.value
	}
	message := known.message
	if f.params != nil {
		data["params"] = f.params
		for name, value := range f.params {
			text, err := json.Marshal(value)
			if err == nil {
				message = strings.ReplaceAll(message, "{"+name+"}", strings.Trim(string(text), `"`))
			}
		}
	}
	c.write200(map[string]any{
		"jsonrpc": "2.0", "id": c.id(),
		"error": map[string]any{"code": f.code, "message": message, "data": data},
	})
}

type knownError struct {
	code    int
	message string
}

// knownErrors are the errors of all methods by mnemonic.
var knownErrors = sync.OnceValue(func() map[string]knownError {
	known := map[string]knownError{}
	for _, op := range contract.Load(contract.CoMagic).Operations {
		for _, e := range op.Errors {
			code, err := strconv.Atoi(e.Code)
			if _, seen := known[e.Mnemonic]; !seen && err == nil {
				known[e.Mnemonic] = knownError{code, e.Message}
			}
		}
	}
	return known
})

// Error is a fault: the vendor's error of that mnemonic instead of an answer.
func Error(mnemonic string) frontdesktest.Fault {
	return frontdesktest.Reply(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c := &call{w: w, r: r}
		_ = json.Unmarshal(frontdesktest.RequestOf(r).Body, &c.env)
		c.fail(failure{mnemonic: mnemonic})
	})).Named("error " + mnemonic)
}

// statusError is the body of a Status fault.
func (s *Server) statusError(w http.ResponseWriter, _ *http.Request, status int) {
	http.Error(w, http.StatusText(status), status)
}

// refuse answers when the points are used up.
func (s *Server) refuse(w http.ResponseWriter, r *http.Request, refused frontdesktest.Limit) {
	c := s.newCall(w, r)
	c.failUncharged(failure{mnemonic: "limit_exceeded", params: map[string]any{
		"limit_type": windowName(refused.Window), "limit_max_value": refused.Max,
	}})
}

// reject answers a request that breaks the rules as the vendor would.
func (s *Server) reject(w http.ResponseWriter, r *http.Request, violations []string) {
	c := s.newCall(w, r)
	rule, rest, _ := strings.Cut(violations[0], ": ")
	field, _, _ := strings.Cut(rest, ":")
	mnemonics := map[contract.Rule]string{
		contract.RuleUnknown: "unexpected_parameters", contract.RuleMissing: "required_parameter_missed",
		contract.RuleType: "data_type_error", contract.RuleValue: "invalid_parameter_value",
		contract.RuleEnvelope: "invalid_request", contract.RuleMethod: "method_not_found",
	}
	mnemonic, ok := mnemonics[contract.Rule(rule)]
	if !ok {
		mnemonic = "invalid_request"
	}
	c.fail(failure{mnemonic: mnemonic, field: field})
}

func windowName(window time.Duration) string {
	switch {
	case window <= time.Minute:
		return "minute"
	case window <= time.Hour:
		return "hour"
	}
	return "day"
}

// limitsOf is metadata.limits.
func limitsOf(limits []frontdesktest.Limit) map[string]any {
	m := map[string]any{}
	for _, l := range limits {
		name := windowName(l.Window)
		m[name+"_limit"], m[name+"_remaining"] = l.Max, max(l.Remaining, 0)
		m[name+"_reset"] = int64(math.Ceil(l.Reset.Seconds()))
	}
	return m
}
