package frontdesktest

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// keptNames lists the fields that would be personal by their names and are kept
// for the place where they stand: names of departments, tags, columns.
const keptNames = "testdata/kept_names.txt"

// TestScrub_EveryTextFieldOfEveryReply fills every text field of every reply of
// the four vendors, and demands that a field whose name tells that it is personal
// is replaced, whatever stands beside it, but for the listed ones. LiveAgent's
// replies are scrubbed in XML as well, with the same outcome.
func TestScrub_EveryTextFieldOfEveryReply(t *testing.T) {
	var kept []string
	fields := 0
	for _, vendor := range contract.Vendors() {
		for _, op := range contract.Load(vendor).Operations {
			reply := &filled{texts: make(map[string]string)}
			body := reply.body(op)
			seen := scrubReply(t, op, "application/json", "", string(body.bytes()))
			rules := newRules()
			for path, text := range reply.texts {
				fields++
				kind := rules.kind(path[strings.LastIndexByte(path, '/')+1:])
				if kind != "" && strings.Contains(seen, text) {
					kept = append(kept, fmt.Sprintf("%s %s %s", vendor, op.ID, path))
				}
			}
			if vendor != contract.LiveAgent {
				continue
			}
			inXML := scrubReply(t, op, "text/xml", ".xml", asXML(body))
			for path, text := range reply.texts {
				assert.Equal(t, strings.Contains(seen, text), strings.Contains(inXML, text), "%s %s: JSON and XML", op.ID, path)
			}
		}
	}
	assert.Greater(t, fields, 2000)
	slices.Sort(kept)
	want, err := os.ReadFile(keptNames)
	require.NoError(t, err)
	assert.Equal(t, string(want), strings.Join(kept, "\n")+"\n", keptNames)
}

// filled is a reply with a text of its own in each text field.
type filled struct{ texts map[string]string }

// body builds the reply to op with all that the inventory knows of it.
func (f *filled) body(op *contract.Operation) *node {
	value := f.object("", op.Response.Fields)
	if op.Response.Kind == "list" {
		value = &node{kind: listNode, items: []*node{value}}
	}
	envelope := strings.Split(op.Response.Envelope, ".")
	for i, name := range slices.Backward(envelope) {
		if name == "" {
			continue
		}
		around := &node{kind: objectNode}
		if i == 0 && op.RPCMethod != "" {
			around.members = append(around.members, member{"jsonrpc", &node{kind: stringNode, text: "2.0"}})
		}
		around.members = append(around.members, member{name, value})
		if i == len(envelope)-1 {
			around.members = append(around.members, f.object("beside", op.Response.Siblings).members...)
		}
		value = around
	}
	return value
}

func (f *filled) object(path string, fields []*contract.Field) *node {
	n := &node{kind: objectNode}
	for _, field := range fields {
		name := strings.NewReplacer("*", "17", "inputN", "input3").Replace(field.Name)
		n.members = append(n.members, member{name, f.value(path+"/"+name, field)})
	}
	return n
}

func (f *filled) value(path string, field *contract.Field) *node {
	switch {
	case strings.HasPrefix(field.Type, "array<"):
		item := *field
		item.Type = strings.TrimSuffix(strings.TrimPrefix(field.Type, "array<"), ">")
		return &node{kind: listNode, items: []*node{f.value(path, &item)}}
	case len(field.Fields) > 0:
		return f.object(path, field.Fields)
	case field.Type == "string" && len(field.Enum) == 0:
		text := fmt.Sprintf("Quux%dq says so", len(f.texts)) // of no kind's shape
		f.texts[path] = text
		return &node{kind: stringNode, text: text}
	}
	return &node{text: "null"}
}

// scrubReply returns a reply to op as it would be recorded.
func scrubReply(t *testing.T, op *contract.Operation, contentType, format, body string) string {
	t.Helper()
	path := "/api" + op.Path
	if op.Vendor != contract.LiveAgent {
		path = op.Path
	}
	for before, rest, ok := strings.Cut(path, "{"); ok; before, rest, ok = strings.Cut(path, "{") {
		_, rest, _ = strings.Cut(rest, "}")
		path = before + "d7" + rest
	}
	r := &Recording{
		Request:  RecordedRequest{Method: op.Method, Path: path + format, Query: url.Values{}},
		Response: RecordedResponse{Status: http.StatusOK, Header: http.Header{"Content-Type": {contentType}}, Body: []byte(body)},
	}
	if op.Action != "" {
		r.Request.Query.Set("action", op.Action)
	}
	if op.RPCMethod != "" {
		r.Request.Body = fmt.Appendf(nil, `{"jsonrpc":"2.0","id":1,"method":%q}`, op.RPCMethod)
	}
	_, err := newScrubber().scrub(r)
	require.NoError(t, err)
	return string(r.Response.Body)
}

// asXML writes a reply as LiveAgent does: rows are named like their list without
// its last letter.
func asXML(n *node) string {
	var b strings.Builder
	b.WriteString("<?xml version='1.0' encoding='utf-8'?>\n")
	for _, m := range n.members {
		elementXML(&b, m.name, m.value)
	}
	return b.String()
}

func elementXML(b *strings.Builder, name string, n *node) {
	b.WriteString("<" + name + ">")
	for _, m := range n.members {
		elementXML(b, m.name, m.value)
	}
	for _, item := range n.items {
		elementXML(b, name[:len(name)-1], item)
	}
	if n.kind == stringNode {
		_ = xml.EscapeText(b, []byte(n.text)) // a builder does not fail
	}
	b.WriteString("</" + name + ">")
}

// TestScrub_TheWordsOfEveryExampleOfAFailureStay: clients tell failures apart by
// them.
func TestScrub_TheWordsOfEveryExampleOfAFailureStay(t *testing.T) {
	count := 0
	for _, vendor := range contract.Vendors() {
		for _, op := range contract.Load(vendor).Operations {
			for _, example := range op.Examples {
				if !example.Failed || example.XML {
					continue
				}
				tree, ok := wholeJSON(example.Data())
				require.True(t, ok, example.File)
				before := failureWords(tree)
				r := &Recording{
					Request:  RecordedRequest{Method: http.MethodPost, Path: "/x"},
					Response: RecordedResponse{Status: example.Status, Header: http.Header{"Content-Type": {"application/json"}}, Body: example.Data()},
				}
				_, err := newScrubber().scrub(r)
				require.NoError(t, err)
				after, ok := wholeJSON(r.Response.Body)
				require.True(t, ok, example.File)
				assert.Equal(t, before, failureWords(after), example.File)
				count += len(before)
			}
		}
	}
	assert.Greater(t, count, 30)
}

// failureWords are the texts that tell what failed.
func failureWords(n *node) []string {
	var words []string
	for _, m := range n.members {
		switch {
		case slices.Contains([]string{"message", "text", "errormessage"}, m.name) && m.value.kind == stringNode:
			words = append(words, m.value.text)
		case m.name == "error" || m.name == "errors" || m.name == "response":
			words = append(words, failureWords(m.value)...)
		}
	}
	for _, item := range n.items {
		words = append(words, failureWords(item)...)
	}
	return words
}

// TestScrub_AnOrdinaryRecordWithMembersLikeAnErrors keeps nobody's words for
// what stands beside them, with the statuses of success and of failure.
func TestScrub_AnOrdinaryRecordWithMembersLikeAnErrors(t *testing.T) {
	const words = "my secret illness"
	const ticket = `{"conversationid":"c1","code":"AX4-B4T-FD8","subject":"WORDS","preview":"WORDS","ownernote":"WORDS"}`
	bodies := []string{
		`{"subject":"WORDS","code":"X"}`, `{"code":1,"text":"WORDS"}`, `{"code":1,"message":"WORDS"}`,
		`{"response":` + ticket + `}`, `{"response":{"conversations":[` + ticket + `]}}`,
		`{"response":{"status":"OK","statuscode":0,"message":"WORDS","errormessage":"WORDS"}}`,
		`{"response":{"status":"R","code":"A","errormessage":"WORDS"}}`,
		`{"result":"Ok","text":"WORDS","data":7}`, `{"result":"Ok","message":"WORDS","error":""}`,
		`{"result":{"success":true,"comment":"WORDS","message":"WORDS"},"jsonrpc":"2.0","id":1}`,
		`{"result":"Error","error":{"code":1,"text":"no","message":{"text":"WORDS"}},"text":"WORDS"}`,
		`{"data":{"error":{"code":1,"text":"WORDS"}}}`, `{"error":{"code":"7","note":"WORDS"}}`,
		`{"errors":[{"code":"x","message":"WORDS"}]}`, `{"warning":{"text":"WORDS"}}`, `{"statuscode":0,"title":"WORDS"}`,
	}
	for _, body := range bodies {
		body = strings.ReplaceAll(body, "WORDS", words)
		assert.NotContains(t, scrubbed(t, newScrubber(), "application/json", body), words, body)
	}
	for _, body := range []string{
		`{"response":` + ticket + `}`, `{"code":400,"ticket":{"message":"WORDS"}}`, `{"id":7,"text":"WORDS"}`,
		`{"email":"ann@mail.example.org","message":"WORDS"}`, `{"error":"no","request":{"message":"WORDS"}}`,
		`{"subject":"WORDS","message":"WORDS"}`, `{"error":"no","customfields":[{"text":"WORDS"}]}`,
	} {
		body = strings.ReplaceAll(body, "WORDS", words)
		r := &Recording{
			Request:  RecordedRequest{Method: http.MethodPost, Path: "/x", Body: []byte(body)},
			Response: RecordedResponse{Status: http.StatusBadRequest, Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(body)},
		}
		text, err := newScrubber().scrub(r)
		require.NoError(t, err)
		assert.NotContains(t, string(text), words, body)
	}
	for _, body := range []string{
		`<response><code>A</code><subject>WORDS</subject><errormessage>WORDS</errormessage></response>`,
		`<response><status>R</status><errormessage>WORDS</errormessage></response>`,
	} {
		body = strings.ReplaceAll(body, "WORDS", words)
		assert.NotContains(t, scrubbed(t, newScrubber(), "text/xml", body), words, body)
	}
}

func TestScrub_TheVendorsWordsStay(t *testing.T) {
	for _, body := range []string{
		`{"response":{"status":"ERROR","statuscode":404,"errormessage":"agent not found","debugmessage":"line 7"}}`,
		`{"jsonrpc":"2.0","id":1,"error":{"code":-32602,"message":"The value is wrong","data":{"mnemonic":"invalid_parameter_value"}}}`,
		`{"error":{"code":405,"text":"Не указаны параметры"}}`, `{"result":"Error","error":{"error":{"code":"404","text":"Не найдено"}},"text":"Выполнено с ошибками"}`,
		`[{"result":"Error","error":{"code":406,"text":"Не указаны"}},{"result":"Ok","data":7}]`,
		`{"result":"Успешно","text":"Позиция добавлена","data":7}`,
		`{"comment":"Данные для пользователя с логином person-1@example.com","error":[{"code":404,"text":"Не найдено"}]}`,
	} {
		require.True(t, json.Valid([]byte(body)))
		assert.Equal(t, body, scrubbed(t, newScrubber(), "application/json", body))
	}
	assert.Equal(t, `{"comment":"Пользователь с логином Person 1 не найден. Данные для пользователя с логином Person 2"}`,
		scrubbed(t, newScrubber(), "application/json", `{"comment":"Пользователь с логином ghost1 не найден. Данные для пользователя с логином annie"}`))
	const failure = `<?xml version="1.0" encoding="utf-8"?>` + "\n" +
		`<response><status>ERROR</status><statuscode>404</statuscode><errormessage>agent not found</errormessage></response>` + "\n"
	assert.Equal(t, failure, scrubbed(t, newScrubber(), "text/xml", failure))
}
