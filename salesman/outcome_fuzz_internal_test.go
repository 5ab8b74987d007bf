package salesman

import (
	"bytes"
	"testing"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/contract"
)

// FuzzJudge: no reply makes judge panic, hold more than the reply, or call a
// crash page a success.
func FuzzJudge(f *testing.F) {
	for _, rec := range contract.Recordings() {
		fact, _ := factByID(rec.Operation)
		f.Add(fact.id, rec.Response.Status, []byte(rec.Response.BodyRaw))
	}
	for _, body := range []string{
		"", "null", "[", `{"error":`, `{"error":[[[[{}]]]]}`, `{"error":{"error":{"error":{"error":{"error":1}}}}}`,
		"<br />{}<br />[]", `{"data":1}<b>Fatal error</b>`, "\xef\xbb\xbf{}", "12 monkeys", `[{"result":1},2,null]`,
	} {
		f.Add("person.add_list", 200, []byte(body))
	}
	f.Fuzz(func(t *testing.T, id string, status int, body []byte) {
		fact, _ := factByID(id)
		v := judge(fact, status, body)
		if len(v.value)+len(v.noise) > len(body) {
			t.Fatalf("%d bytes of JSON and %d of HTML in %d bytes", len(v.value), len(v.noise), len(body))
		}
		if v.outcome == outcomeOK && bytes.HasPrefix(body, []byte("<br />\n<b>Fatal error</b>")) && len(v.value) == 0 {
			t.Fatal("a crash page is no success")
		}
		err := v.err()
		if success := v.outcome == outcomeOK || v.outcome == outcomeUnchanged || len(v.items) > 0; success != (err == nil) {
			t.Fatalf("outcome %v with error %v", v.outcome, err)
		}
		if err != nil && (err.Kind == "" || err.Kind == frontdesk.KindCanceled) {
			t.Fatalf("outcome %v without a kind", v.outcome)
		}
	})
}
