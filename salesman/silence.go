package salesman

import (
	"cmp"
	"strings"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// silence is what an empty or odd success means.
type silence struct {
	kind frontdesk.Kind
	text string
}

// emptyListRules are the operations for which the reply [] is a failure.
// Elsewhere it is an empty list.
var emptyListRules = map[string]silence{
	"client.info":      {frontdesk.KindInvalid, "the server knows none of the fields asked for"},
	"client.add_list":  nothingStored,
	"person.add_list":  nothingStored,
	"history.add_list": nothingStored,
	"calls.add":        nothingStored,
	"deal.invoice_pdf": noDocument,
	"akt.pdf":          noDocument,
}

var (
	nothingStored = silence{frontdesk.KindInvalid, "nothing was stored: the server found no list in the request"}
	noDocument    = silence{frontdesk.KindServer, "the server could not make the PDF"}
	noPage        = silence{frontdesk.KindServer, "the server made no page"}
	noRecord      = silence{frontdesk.KindNotFound, "there is no such record"}
	strangeShape  = silence{frontdesk.KindDecode, "the reply has nothing of what was asked for"}
)

// silentRules tell the failures that look like successes, by operation. A rule
// returns nil for a success.
var silentRules = map[string]func(object []byte, result string) *silence{
	"person.info":       personSilence,
	"lead.info":         absentID("id"),
	"entry.info":        absentID("ide"),
	"deal.info":         emptyDeal,
	"deal.invoice_info": zeroInvoice,
	"client.info":       strangeRecord("clid"),
	"task.info":         strangeRecord("tid"),
	"history.info":      strangeRecord("cid"),
	"akt.info":          strangeRecord("deid"),
	"document.info":     strangeRecord("deid"),
	"currency.info":     strangeRecord("id"),
	"price.info":        strangeRecord("prid", "price"),
	"user.user":         strangeRecord("iduser"),
	"budget.info":       lacking("budget", "data"),
	"budget.fields":     lacking("fields", "data"),
	"price.fields":      lacking("prid", "artikul", "title"),
	"deal.invoice_html": absentHTML,
	"akt.html":          absentHTML,
	"deal.invoice_pdf":  absentURL,
	"akt.pdf":           absentURL,
	"akt.add":           aktSilence,
	"task.doit":         openTask,
	"deal.change_step":  stepSilence,
	"deal.change_close": closeSilence,
	"price.update":      priceSilence,

	"statistic.list":        statisticSilence,
	"statistic.clients":     statisticSilence,
	"statistic.deals_new":   statisticSilence,
	"statistic.deals_close": statisticSilence,
	"statistic.invoices":    statisticSilence,
	"statistic.payments":    statisticSilence,
}

// judgeSilence judges an object without error: whether a read brings what was asked
// for, by the operation's own rule, and writes by what they say they stored.
func judgeSilence(fact operationFact, object []byte, result string, hasResult bool) verdict {
	if lost := missing(fact, object); lost != "" {
		text, _ := wire.Member(object, "message")
		return verdict{outcome: outcomeTransport, kind: frontdesk.KindDecode, text: lost, details: resultDetail(cmp.Or(result, wire.Text(text)), "")}
	}
	if rule, ok := silentRules[fact.id]; ok {
		if s := rule(object, result); s != nil {
			return verdict{outcome: outcomeSilent, kind: s.kind, text: s.text}
		}
	}
	if !isWrite(fact) {
		return verdict{}
	}
	return judgeWritten(fact, object, result, hasResult)
}

// missing says what the reply to a read does not have; "" if it has it all.
func missing(fact operationFact, object []byte) string {
	if !fact.has(bringsData | bringsRecord) {
		return ""
	}
	_, hasData := wire.Member(object, "data")
	_, hasCount := wire.Member(object, "count")
	switch {
	case hasData || hasCount && fact.has(bringsData):
		return ""
	case fact.has(bringsRecord):
		return "the reply has no data"
	}
	return "the reply has neither data nor count"
}

// judgeWritten judges what the reply to a write, without an error, says of it.
func judgeWritten(fact operationFact, object []byte, result string, hasResult bool) verdict {
	data, _ := wire.Member(object, "data")
	id, _ := wire.Member(object, "id")
	said := strings.TrimSpace(result) != ""
	switch {
	case isZero(data) || isZero(id):
		return zeroID(data, id, result)
	case hasResult && !said && wire.Blank(data):
		return verdict{outcome: outcomeSilent, kind: frontdesk.KindInvalid, text: "nothing was stored: the result is empty"}
	case fact.id == "person.update" && hasResult && result == "",
		strings.HasPrefix(result, "Отмена") && (fact.id == "budget.doit" || fact.id == "budget.undoit"):
		return verdict{outcome: outcomeUnchanged, text: result}
	}
	_, named := idOf(fact, object)
	if fact.has(namesRecord) && !named || !fact.has(namesRecord) && !said {
		return unnamed(fact, result)
	}
	return verdict{}
}

// zeroID judges the reply to a write with the id of nothing. Beside a result, or
// beside another id, the reply contradicts itself: words of success with the id 0
// have been seen after a write that did something.
func zeroID(data, id []byte, result string) verdict {
	v := verdict{
		outcome: outcomeSilent, kind: frontdesk.KindInvalid, details: resultDetail(result, ""),
		text: "nothing was stored: the id in the reply is 0",
	}
	switch {
	case strings.TrimSpace(result) != "":
		v.strange = true
		v.text = "the reply contradicts itself: a result that tells of no failure, beside the id 0; look the record up before sending again"
	case !wire.Blank(data) && !isZero(data) || !wire.Blank(id) && !isZero(id):
		v.strange = true
		v.text = "the reply contradicts itself: one id in it is 0, and another is not; look the record up before sending again"
	}
	return v
}

// unnamed judges the reply to a write that does not say what was done.
func unnamed(fact operationFact, result string) verdict {
	v := verdict{
		outcome: outcomeSilent, kind: frontdesk.KindServer, details: resultDetail(result, ""), strange: true,
		text: "the reply names no record: whether it was stored is unknown; look it up before sending again",
	}
	if !fact.has(namesRecord) {
		v.text = "the reply says neither that it was done nor that it failed; look before sending again"
	}
	return v
}

// idOf returns the positive id of the record that a reply to a write names, which
// is the data, a member of them, or beside them.
func idOf(fact operationFact, object []byte) (int64, bool) {
	raw, _ := wire.Member(object, "data")
	switch fact.id {
	case "lead.add":
		raw, _ = wire.Member(object, "id")
	case "akt.add", "akt.update", "deal.invoice_add", "deal.invoice_express":
		raw, _ = wire.Member(raw, "id")
	}
	id, ok := wire.Int(raw)
	return id, ok && id > 0
}

// isZero reports whether raw is the id of nothing: 0 or "0".
func isZero(raw []byte) bool {
	n, ok := wire.Int(raw)
	return ok && n == 0
}

// personSilence: the record of an unknown id is made of nulls. A contact whose
// name was wiped looks the same. Older servers leave the id out, but not the name.
func personSilence(object []byte, _ string) *silence {
	data, _ := wire.Member(object, "data")
	for _, name := range []string{"pid", "person"} {
		if raw, ok := wire.Member(data, name); ok {
			if wire.Blank(raw) || isZero(raw) {
				return &noRecord
			}
			return nil
		}
	}
	if wire.Blank(data) {
		return &noRecord
	}
	return &strangeShape
}

// strangeRecord: a record that is there but for its id, under one of these names, is
// no record of the operation. One with an id of null or 0 is that of an unknown id.
func strangeRecord(names ...string) func([]byte, string) *silence {
	return func(object []byte, _ string) *silence {
		data, _ := wire.Member(object, "data")
		if wire.Blank(data) || data[0] != '{' {
			return nil
		}
		return lacking(names...)(data, "")
	}
}

// lacking: the object has none of these members.
func lacking(names ...string) func([]byte, string) *silence {
	return func(object []byte, _ string) *silence {
		for _, name := range names {
			if _, ok := wire.Member(object, name); ok {
				return nil
			}
		}
		return &strangeShape
	}
}

// absentID: the record of an unknown id has no id.
func absentID(name string) func([]byte, string) *silence {
	return func(object []byte, _ string) *silence {
		raw, _ := wire.Lookup(object, "data", name)
		if wire.Blank(raw) || isZero(raw) {
			return &noRecord
		}
		return nil
	}
}

// emptyDeal: a deal that is there may be all nulls, its id among them, but it is
// not nothing.
func emptyDeal(object []byte, _ string) *silence {
	if raw, _ := wire.Member(object, "data"); wire.Blank(raw) || string(raw) == "{}" {
		return &noRecord
	}
	return nil
}

func zeroInvoice(object []byte, result string) *silence {
	if raw, ok := wire.Lookup(object, "data", "crid"); ok && (isZero(raw) || wire.Blank(raw)) {
		return &noRecord
	}
	return strangeRecord("crid")(object, result)
}

func absentHTML(object []byte, _ string) *silence {
	if raw, _ := wire.Member(object, "html"); wire.Blank(raw) {
		return &noPage
	}
	return nil
}

func absentURL(object []byte, _ string) *silence {
	if raw, _ := wire.Member(object, "url"); wire.Blank(raw) {
		return &noDocument
	}
	return nil
}

func aktSilence(object []byte, _ string) *silence {
	if raw, ok := wire.Lookup(object, "data", "id"); ok && isZero(raw) {
		return &silence{frontdesk.KindValidation, "nothing was stored: the deal's stage is too low"}
	}
	return nil
}

// openTask: a reminder that is done has an activity.
func openTask(object []byte, _ string) *silence {
	if raw, ok := wire.Member(object, "historyID"); ok && isZero(raw) {
		return &silence{frontdesk.KindServer, "no activity was stored, so the reminder is open as before"}
	}
	return nil
}

// stepSilence: "Этап сделки изменен на %." without a number means that the
// stage was cleared.
func stepSilence(_ []byte, result string) *silence {
	before, _, ok := strings.Cut(result, "%")
	if ok && !strings.ContainsAny(before, "0123456789") {
		return &silence{frontdesk.KindInvalid, "no such stage: the stage of the deal was cleared"}
	}
	return nil
}

// closeSilence: the sentence ends where the title of the status would stand.
func closeSilence(object []byte, _ string) *silence {
	raw, _ := wire.Member(object, "data")
	if strings.HasSuffix(strings.TrimSpace(wire.Text(raw)), "со статусом") {
		return &silence{frontdesk.KindInvalid, "no such status: the deal was closed without one"}
	}
	return nil
}

// priceSilence: an update by article alone inserts.
func priceSilence(object []byte, _ string) *silence {
	raw, _ := wire.Member(object, "text")
	if strings.Contains(wire.Text(raw), "добавлена") {
		return &silence{frontdesk.KindUnsupported, "a new item was inserted instead of an update"}
	}
	return nil
}

// statisticSilence: the comment tells whose figures these are.
func statisticSilence(object []byte, _ string) *silence {
	raw, _ := wire.Member(object, "comment")
	comment := strings.TrimSpace(wire.Text(raw))
	switch {
	case strings.Contains(comment, "не найден"):
		return &silence{frontdesk.KindNotFound, comment}
	case strings.HasSuffix(comment, "с логином"):
		return &silence{frontdesk.KindInvalid, "the figures are nobody's: the request named no user"}
	}
	return lacking("details")(object, "")
}
