package contract_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// An answer is what a vendor's server sends.
type answer struct {
	name   string
	status int
	body   []byte
	xml    bool
	// kind and code are what the client has to make of it, where the documented error does not say.
	kind, code string
}

// canned is a transport that gives one answer to every request and keeps the first request.
type canned struct {
	answer  answer
	request *http.Request
	sent    []byte
}

func (c *canned) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
	}
	if c.request == nil {
		c.request, c.sent = r.Clone(context.Background()), body
	}
	contentType := "application/json"
	if c.answer.xml {
		contentType = "text/xml; charset=utf-8"
	}
	return &http.Response{
		StatusCode: c.answer.status, Status: http.StatusText(c.answer.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {contentType}}, Body: io.NopCloser(bytes.NewReader(c.answer.body)),
		ContentLength: int64(len(c.answer.body)), Request: r,
	}, nil
}

func encoded(v any) []byte {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err) // the values are built here
	}
	return data
}

type object = map[string]any

// helpCrunchErrors writes the error of the older servers, which send it alone, and of the newer ones, which put a
// generic entry in front. Where the documentation has a path for the code, one is taken.
func helpCrunchErrors(e contract.OpError) []answer {
	code := e.Code
	if code == "<field path>" {
		code = "filter[0].field"
	}
	entry := object{"code": code, "message": e.Message}
	generic := object{"code": "invalid_request", "message": "Invalid request"}
	list := func(name string, entries ...any) answer {
		return answer{name: name, status: e.Status, body: encoded(object{"errors": entries}), code: code}
	}
	switch {
	case e.Code == "<field path>": // only newer servers have them
		return []answer{list("newer", generic, entry)}
	case e.KindIfNotAlone != "":
		pair := list("with company", generic, generic)
		pair.kind = e.KindIfNotAlone
		return []answer{list("alone", entry), pair}
	case code == "invalid_request":
		return []answer{list("older", entry)}
	}
	return []answer{list("older", entry), list("newer", generic, entry)}
}

// salesManErrors writes the error in HTTP 200, with the code as number and as text. An error without a code is told by
// a result that begins with Error, or by a plain text.
func salesManErrors(e contract.OpError) []answer {
	text := e.Message
	if text == "" {
		text = "Text"
	}
	text = e.TextPrefix + text
	write := func(name string, v any) answer { return answer{name: name, status: e.Status, body: encoded(v)} }
	if e.Code == "" {
		return []answer{
			write("result and text", object{"result": "Error", "text": text}),
			write("result with text", object{"result": "Error: " + text}),
			write("plain text", object{"result": "", "error": text}),
		}
	}
	number, _ := strconv.Atoi(e.Code)
	return []answer{
		write("code as number", object{"result": "Error", "error": object{"code": number, "text": text}}),
		write("code as text", object{"result": "Error", "error": object{"code": e.Code, "text": text}}),
		write("without result", object{"error": object{"code": number, "text": text}}),
	}
}

// liveAgentErrors writes the error in both formats, under its HTTP status and inside HTTP 200.
func liveAgentErrors(e contract.OpError) []answer {
	text := e.Message
	if text == "" {
		text = "some text"
	}
	var answers []answer
	for _, status := range []int{e.Status, http.StatusOK} {
		answers = append(answers, answer{
			name: fmt.Sprintf("JSON under HTTP %d", status), status: status,
			body: encoded(object{"response": object{"status": "ERROR", "statuscode": e.Status, "errormessage": text, "debugmessage": ""}}),
		}, answer{
			name: fmt.Sprintf("XML under HTTP %d", status), status: status, xml: true,
			body: fmt.Appendf(nil, "<response><status>ERROR</status><statuscode>%d</statuscode><errormessage>%s</errormessage>"+
				"<debugmessage></debugmessage></response>", e.Status, text),
		})
	}
	return answers
}

// coMagicErrors writes the error of JSON-RPC. A limit has a second form: that of a day.
func coMagicErrors(e contract.OpError) []answer {
	number, _ := strconv.Atoi(e.Code)
	write := func(name, kind string, params object) answer {
		return answer{name: name, status: e.Status, kind: kind, code: e.Mnemonic, body: encoded(object{
			"jsonrpc": "2.0", "id": 1, "error": object{"code": number, "message": e.Message, "data": object{
				"mnemonic": e.Mnemonic, "field": nil, "value": nil, "params": params, "extended_helper": nil, "metadata": object{},
			}},
		})}
	}
	answers := []answer{write("error", "", object{"object": "x"})}
	if e.Mnemonic == "limit_exceeded" {
		answers = append(answers,
			write("limit of a minute", "rate_limited", object{"limit_type": "minute"}),
			write("limit of a day", "quota_exhausted", object{"limit_type": "day"}))
	}
	return answers
}
