package comagictest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"regexp"
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
	c.writeBody(map[string]any{"jsonrpc": "2.0", "id": c.id(), "result": result})
}

func (c *call) id() json.RawMessage {
	if len(c.env.ID) == 0 {
		return json.RawMessage("null")
	}
	return c.env.ID
}

func (c *call) writeBody(body any) {
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
	known := errorOf(c.op, f.mnemonic)
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
	message, named := c.fillIn(known.message, f.params)
	if len(named) > 0 {
		data["params"] = named
	}
	c.writeBody(map[string]any{
		"jsonrpc": "2.0", "id": c.id(),
		"error": map[string]any{"code": f.code, "message": message, "data": data},
	})
}

var placeholder = regexp.MustCompile(`\{(\w+)\}`)

// fillIn writes the values into the text of an error, and returns those that it names
// beside the ones that are given: params of the call, else 0.
func (c *call) fillIn(message string, given map[string]any) (text string, named map[string]any) {
	named = map[string]any{}
	maps.Copy(named, given)
	text = placeholder.ReplaceAllStringFunc(message, func(hole string) string {
		name := strings.Trim(hole, "{}")
		if _, ok := named[name]; !ok {
			named[name] = c.valueOf(name)
		}
		return fmt.Sprint(named[name])
	})
	return text, named
}

// valueOf is the param that an error text means by a name.
func (c *call) valueOf(name string) any {
	whole, part, _ := strings.Cut(name, "_")
	for _, v := range []any{
		c.params[name], member(c.params[whole], part), member(c.params["contact_message"], "value"),
	} {
		if v != nil {
			return v
		}
	}
	return 0
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

// errorOf is a documented error, as the method's own page has it if it does: some
// mnemonics have another code there.
func errorOf(op *contract.Operation, mnemonic string) knownError {
	if op != nil {
		for _, e := range op.Errors {
			if code, err := strconv.Atoi(e.Code); e.Mnemonic == mnemonic && err == nil {
				return knownError{code, e.Message}
			}
		}
	}
	return knownErrors()[mnemonic]
}

// Error is a fault: the vendor's error of that mnemonic instead of an answer, with
// the code that the method's page gives it. One that the vendor documents in neither
// API is misuse when it is given to Fail (see [frontdesktest]); for an undocumented
// error there is [OtherError].
func Error(mnemonic string) frontdesktest.Fault {
	if _, ok := knownErrors()[mnemonic]; !ok {
		return frontdesktest.Misfit("the vendor documents no error %q", mnemonic)
	}
	if mnemonic == "limit_exceeded" {
		return LimitExceeded(time.Minute)
	}
	return fault(failure{mnemonic: mnemonic})
}

// OtherError is a fault: an error that the vendor does not document.
func OtherError(code int, mnemonic string) frontdesktest.Fault {
	return fault(failure{mnemonic: mnemonic, code: code})
}

func fault(f failure) frontdesktest.Fault {
	return frontdesktest.Reply(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, f := faultyCall(w, r), f
		if c.op != nil {
			f.params = messageParams(c.op, f.mnemonic)
		}
		c.fail(f)
	})).Named("error " + f.mnemonic)
}

// faultyCall is a call that a fault answers.
func faultyCall(w http.ResponseWriter, r *http.Request) *call {
	req := frontdesktest.RequestOf(r)
	c := &call{w: w, r: r, op: contract.Load(contract.CoMagic).Operation(req.Operation)}
	c.read(req.Body)
	return c
}

// statusError is the body of a Status fault.
func (s *Server) statusError(w http.ResponseWriter, _ *http.Request, status int) {
	http.Error(w, http.StatusText(status), status)
}

// notSetUp answers while the server is not set up as it should be.
func (s *Server) notSetUp(w http.ResponseWriter, r *http.Request, status int, text string) {
	c := s.newCall(w, r)
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.WriteHeader(status)
	c.writeBody(map[string]any{
		"jsonrpc": "2.0", "id": c.id(),
		"error": map[string]any{"code": -32601, "message": text, "data": map[string]any{"mnemonic": "method_not_found"}},
	})
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
