package salesman

import (
	"bytes"
	"cmp"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/transport"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// outcome is what a reply means. Every reply of every operation becomes one of
// these in judge, and nowhere else.
type outcome uint8

const (
	outcomeOK outcome = iota
	// outcomeError: the server says that it failed, and why.
	outcomeError
	// outcomeUnchanged: the write found nothing to change.
	outcomeUnchanged
	// outcomeCrash: PHP or the database failed. A write may have happened.
	outcomeCrash
	// outcomeCrashAfterWrite: PHP 8 stored the change and died on its reply.
	outcomeCrashAfterWrite
	// outcomeSilent: the reply looks like a success and is none.
	outcomeSilent
	// outcomeTransport: something that is not the API answered.
	outcomeTransport
)

var outcomeNames = [...]string{"ok", "error", "unchanged", "crash", "crash_after_write", "silent_failure", "transport"}

func (o outcome) String() string { return outcomeNames[o] }

// verdict is the outcome of a reply, or of one item of a list add.
type verdict struct {
	outcome outcome
	kind    frontdesk.Kind
	code    frontdesk.Code
	text    string
	details []frontdesk.Detail
	// items are the verdicts on the items of a list add, in order.
	items []verdict
	// value is the JSON of the reply and noise the HTML around it; value is nil
	// where all of the reply is JSON, or none of it.
	value, noise []byte
	emptyReply   bool
	// strange: something that is not the API answered, or the API strangely, so
	// that a write may have happened.
	strange bool
	// nothingDone: the crash is one that comes before the write.
	nothingDone bool
}

// judge decides what a reply means.
func judge(fact operationFact, status int, body []byte) verdict {
	if plainSuccess(fact, status, body) {
		return verdict{}
	}
	trimmed := trimBody(body)
	if status/100 != 2 {
		return judgeStatus(fact, status, trimmed)
	}
	if len(trimmed) == 0 {
		return emptyVerdict(fact)
	}
	value, noise, ok := separate(trimmed)
	if !ok {
		return judgeText(fact, trimmed)
	}
	v := judgeValue(fact, value)
	if len(noise) == 0 {
		return v
	}
	if died(fact, noise) {
		return crashBehind(fact, v, value, noise)
	}
	v.value, v.noise = value, noise
	return v
}

// died reports whether what stands beside the JSON of a reply are the last words
// of the script: a fatal error, or a second reply that is one.
func died(fact operationFact, noise []byte) bool {
	if isFatal(noise) || databaseDown(noise) {
		return true
	}
	second, _, ok := wire.SplitJSON(noise)
	return ok && second[0] == '{' && judgeObject(fact, second).outcome == outcomeError
}

// crashBehind judges a reply whose script died after it had printed v. An error
// speaks of what the dying script saw, not of the request, and a success of the
// part that was stored before.
func crashBehind(fact operationFact, v verdict, value, noise []byte) verdict {
	var details []frontdesk.Detail
	if v.code != "" || v.text != "" {
		details = append(details, frontdesk.Detail{Code: v.code, Message: v.text})
	}
	if second, _, ok := wire.SplitJSON(noise); ok && second[0] == '{' {
		after := judgeObject(fact, second)
		details = append(details, frontdesk.Detail{Code: after.code, Message: after.text})
		noise = []byte(cmp.Or(after.text, "it printed a second reply"))
	}
	stored := v.outcome == outcomeOK && fact.class != safe
	if stored {
		if id, ok := idOf(fact, value); ok {
			details = append(details, frontdesk.Detail{Field: "id", Message: strconv.FormatInt(id, 10)})
		}
	}
	v = crash(fact, noise, details)
	if stored {
		v.outcome, v.nothingDone = outcomeCrashAfterWrite, false
		v.text += "; it had reported a success before; look the record up before sending again"
	}
	return v
}

// emptyVerdict judges a reply without a body. A write that is answered so has
// reached a script that died; elsewhere it is rather an address without one.
func emptyVerdict(fact operationFact) verdict {
	v := verdict{
		outcome: outcomeTransport, kind: frontdesk.KindUnsupported, emptyReply: true,
		text: "the reply is empty: no script of the API answered, or it died without a word",
	}
	if isWrite(fact) {
		v.kind, v.text = frontdesk.KindServer, "the reply is empty: the script died without a word; look the record up before sending again"
	}
	return v
}

// plainSuccess recognises at a glance the successful replies of reads, which
// alone are long: no member error or result, nothing behind the JSON, and no
// rule of their own.
func plainSuccess(fact operationFact, status int, body []byte) bool {
	if status != http.StatusOK || fact.class != safe || len(body) < 2 {
		return false
	}
	if _, ruled := silentRules[fact.id]; ruled {
		return false
	}
	return body[0] == '{' && body[len(body)-1] == '}' && (!fact.has(bringsData) || startsWithData(body)) &&
		!bytes.Contains(body, []byte(`"error"`)) && !bytes.Contains(body, []byte(`"result"`)) &&
		// Behind the JSON may stand a page that ends in a brace. PHP writes a slash
		// in JSON as \/.
		!bytes.Contains(body, []byte("<br />")) && !bytes.Contains(body, []byte(" error: "))
}

// startsWithData reports whether the first member is that of the rows, or their
// number.
func startsWithData(body []byte) bool {
	return bytes.HasPrefix(body, []byte(`{"data":`)) || bytes.HasPrefix(body, []byte(`{"count":`))
}

func trimBody(body []byte) []byte {
	return bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
}

// judgeStatus judges what the web server, not the API, answered; the API's own
// status is always 200.
func judgeStatus(fact operationFact, status int, body []byte) verdict {
	if value, _, ok := separate(body); ok {
		if v := judgeValue(fact, value); v.outcome == outcomeError && v.code != "" {
			return v
		}
	}
	v := verdict{outcome: outcomeTransport, kind: transport.KindOfStatus(status), emptyReply: len(body) == 0 && status >= 500}
	switch {
	case status == http.StatusNotFound:
		v.kind = frontdesk.KindUnsupported
		v.text = "the server has no such method; is the address that of the CRM, with rewrite rules? See WithoutRewrite"
	case status/100 == 3:
		v.kind = frontdesk.KindUnsupported
		v.text = "the server points elsewhere: the address is not that of the API"
	default:
		v.text = "the web server answered " + http.StatusText(status)
	}
	return v
}

// separate finds the JSON in a reply: the reply itself, or what stands before
// or behind pages of PHP warnings. Noise is what is not JSON.
func separate(body []byte) (value, noise []byte, ok bool) {
	if value, rest, ok := wire.SplitJSON(body); ok && !strayValue(value, rest) {
		return value, rest, true
	}
	if len(body) == 0 || body[0] != '<' {
		return nil, nil, false
	}
	// Warnings first: the JSON begins where one of them ends.
	for at := 0; ; {
		i := bytes.Index(body[at:], []byte("<br />"))
		if i < 0 {
			return nil, nil, false
		}
		at += i + len("<br />")
		tail := bytes.TrimSpace(body[at:])
		if len(tail) == 0 || tail[0] != '{' && tail[0] != '[' {
			continue
		}
		if value, rest, ok := wire.SplitJSON(tail); ok && len(bytes.TrimSpace(rest)) == 0 {
			return value, body[:at], true
		}
	}
}

// strayValue tells a text that happens to begin like JSON (a number, a word)
// from JSON.
func strayValue(value, rest []byte) bool {
	return len(rest) > 0 && value[0] != '{' && value[0] != '['
}

// judgeText judges a reply that has no JSON.
func judgeText(fact operationFact, body []byte) verdict {
	if isFatal(body) || bytes.HasPrefix(body, []byte("<br />")) || databaseDown(body) {
		return crash(fact, body, nil)
	}
	v := verdict{outcome: outcomeTransport, kind: frontdesk.KindDecode, strange: true}
	v.text = "the reply is not JSON"
	if transport.LooksLikeHTML(body) {
		v.text = "the reply is a web page: the address is not that of the API, or something stands in front of it"
	}
	return v
}

// isFatal reports whether text holds PHP's last words.
func isFatal(text []byte) bool {
	for _, mark := range []string{"<b>Fatal error</b>", "<b>Parse error</b>", "Fatal error:", "Parse error:"} {
		if bytes.Contains(text, []byte(mark)) {
			return true
		}
	}
	return false
}

// databaseDown recognises the one sentence that the server prints when its
// database does not answer.
func databaseDown(text []byte) bool {
	return bytes.HasPrefix(text, []byte("Ошибка подключения к БД"))
}

// crash judges a crash page.
func crash(fact operationFact, page []byte, details []frontdesk.Detail) verdict {
	v := verdict{outcome: outcomeCrash, kind: frontdesk.KindServer, details: details}
	switch {
	case databaseDown(page):
		v.text = "the server's database is down"
	case fact.has(crashesAfterWrite) && diesOnReply(page):
		v.outcome = outcomeCrashAfterWrite
		v.text = "PHP 8 crashed on the reply, as it does after the change is stored; look the record up before sending again"
	case fact.id == "lead.stat" && bytes.Contains(page, []byte("near ') and identity")):
		// No operator is left between the parentheses of the query.
		v.text = "the server crashed, as it does until operators are chosen in the settings of its leads module"
		v.details = append(v.details, frontdesk.Detail{Message: lastWords(page)})
	case (fact.id == "deal.invoice_add" || fact.id == "deal.invoice_express") && bytes.Contains(page, []byte("DivisionByZeroError")):
		v.nothingDone = true
		v.text = "nothing was stored: the deal has no specification with prices, by which the server divides"
	case fact.id == "task.add" && bytes.Contains(page, []byte("implode(): Argument #1")):
		v.nothingDone, v.text = true, unknownTaskUser
	default:
		v.text = "the server crashed: " + lastWords(page)
	}
	return v
}

// diesOnReply recognises the TypeError of a script that takes the text error
// of its own reply for a map, in the words of the PHP 8 versions.
func diesOnReply(page []byte) bool {
	return bytes.Contains(page, []byte("Cannot access offset of type")) || bytes.Contains(page, []byte("Illegal string offset")) ||
		bytes.Contains(page, []byte("Cannot access offset"))
}

// lastWords returns the message of a crash page without the server's paths.
func lastWords(page []byte) string {
	text := string(page)
	if _, after, ok := strings.Cut(text, "error</b>:"); ok {
		text = after
	} else if _, after, ok := strings.Cut(text, "error:"); ok {
		text = after
	}
	text, _, _ = strings.Cut(text, " in /")
	text, _, _ = strings.Cut(text, "\n")
	text = strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(text), "Uncaught"))
	const most = 200
	if runes := []rune(text); len(runes) > most {
		text = string(runes[:most]) + "…"
	}
	return text
}

// judgeValue judges the JSON of a reply.
func judgeValue(fact operationFact, value []byte) verdict {
	switch value[0] {
	case '{':
		v := judgeObject(fact, value)
		if fact.has(itemised) && v.outcome != outcomeError {
			return verdict{outcome: outcomeTransport, kind: frontdesk.KindDecode, strange: true, text: "the reply is an object where a list of results was expected; look the records up before sending again"}
		}
		return v
	case '[':
		return judgeList(fact, value)
	default:
		return verdict{outcome: outcomeTransport, kind: frontdesk.KindDecode, strange: true, text: "the reply is neither object nor list"}
	}
}

func judgeList(fact operationFact, value []byte) verdict {
	if wire.Blank(value) {
		if rule, ok := emptyListRules[fact.id]; ok {
			return verdict{outcome: outcomeSilent, kind: rule.kind, text: rule.text}
		}
	}
	if !fact.has(itemised) {
		switch {
		case isWrite(fact):
			return unnamed(fact, "")
		case fact.has(bringsRecord):
			return verdict{outcome: outcomeTransport, kind: frontdesk.KindDecode, text: "the reply is a list where a record was expected"}
		}
		return verdict{}
	}
	var raws []json.RawMessage
	if err := plainCodec.Unmarshal(value, &raws); err != nil || !slices.ContainsFunc(raws, isObject) {
		return verdict{outcome: outcomeTransport, kind: frontdesk.KindDecode, strange: true, text: "the list in the reply holds no results; look the records up before sending again"}
	}
	var whole verdict
	items := make([]verdict, len(raws))
	for i, raw := range raws {
		items[i] = judgeItem(fact, raw)
		if whole.outcome == outcomeOK && items[i].outcome != outcomeOK {
			whole = items[i]
		}
	}
	whole.items = items
	return whole
}

// isWrite reports whether an operation is known to change something.
func isWrite(fact operationFact) bool { return fact.id != "" && fact.class != safe }

var plainCodec = wire.NewCodec(wire.Accept(wire.Lenient | wire.ListsFromIndexes))

func isObject(raw json.RawMessage) bool { return len(raw) > 0 && raw[0] == '{' }

// judgeItem judges one item of a list add. Its result decides: history.add_list
// repeats error and data of an earlier item in later ones. A success names what
// was stored.
func judgeItem(fact operationFact, raw []byte) verdict {
	resultRaw, hasResult := wire.Member(raw, "result")
	if result := wire.Text(resultRaw); result != "" && !failedResult(result) && !contradicts(raw) {
		return judgeSilence(fact, raw, result, hasResult)
	}
	return judgeObject(fact, raw)
}

func judgeObject(fact operationFact, object []byte) verdict {
	resultRaw, hasResult := wire.Member(object, "result")
	result := wire.Text(resultRaw)
	errorRaw, _ := wire.Member(object, "error")
	code, text, failed := readError(errorRaw)
	switch {
	case isWrite(fact) && contradicts(object):
		return verdict{outcome: outcomeTransport, kind: frontdesk.KindDecode, strange: true, text: "the reply contradicts itself: it says one thing twice; look the record up before sending again"}
	case failed && code == CodeNotFound && rowsBesideError(fact, object):
		return verdict{}
	case failed && code == CodeUnchanged && answersUnchanged(fact):
		return verdict{outcome: outcomeUnchanged, code: code, text: cmp.Or(text, result)}
	case failed:
		if text == "" && !isPlainError(result) {
			text = result
		}
		text = cmp.Or(text, withoutText(fact, code))
		return verdict{outcome: outcomeError, code: code, text: text, kind: kindOf(fact.id, code, text), details: errorDetails(object, code, result, text)}
	case failedResult(result):
		raw, _ := wire.Member(object, "text")
		text := cmp.Or(wire.Text(raw), afterError(result), withoutText(fact, ""))
		return verdict{outcome: outcomeError, text: text, kind: kindOf(fact.id, "", text)}
	case isIdentical(result) && !(fact.class == unsafe && fact.id != ""):
		return verdict{outcome: outcomeUnchanged, text: result}
	}
	return judgeSilence(fact, object, result, hasResult)
}

// contradicts reports whether what decides about a write stands in its reply twice:
// of two, neither can be believed.
func contradicts(object []byte) bool {
	for _, name := range []string{"result", "error", "data", "id"} {
		if wire.Repeats(object, name) {
			return true
		}
	}
	return false
}
