package proof_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/liveagent"
	"github.com/frontdesk-go/frontdesk/liveagent/liveagenttest"
)

const xmlHead = `<?xml version="1.0" encoding="utf-8"?>`

func TestHostile_LiveAgentXML(t *testing.T) {
	customer := func(inner string) string { return xmlHead + `<response>` + inner + `</response>` }
	for _, test := range []struct {
		name, body string
		kind       frontdesk.Kind
		id, first  string
	}{
		{"a customer", customer(`<contactid>k7</contactid><firstname>Ada</firstname>`), "", "k7", "Ada"},
		{"entities", customer(`<contactid>k7</contactid><firstname>A&amp;&lt;&#100;&#x61;</firstname>`), "", "k7", "A&<da"},
		{"character data", customer(`<contactid>k7</contactid><firstname><![CDATA[<Ada>]]></firstname>`), "", "k7", "<Ada>"},
		{"comments", customer(`<!-- x --><contactid>k<!-- y -->7</contactid><firstname>Ada</firstname>`), "", "k7", "Ada"},
		{"an empty name", customer(`<contactid>k7</contactid><firstname/>`), "", "k7", ""},
		{"attributes", customer(`<contactid type="x">k7</contactid><firstname>Ada</firstname>`), "", "k7", "Ada"},
		{"an unknown element", customer(`<new><a>1</a></new><contactid>k7</contactid>`), "", "k7", ""},
		{"byte order mark", "\xef\xbb\xbf" + customer(`<contactid>k7</contactid>`), "", "k7", ""},
		{"another charset", `<?xml version="1.0" encoding="windows-1251"?><response><contactid>k7</contactid><firstname>` + "\xc0\xe4\xe0" + `</firstname></response>`, "", "k7", "Ада"},
		{"Latin 1", `<?xml version="1.0" encoding="ISO-8859-1"?><response><contactid>k7</contactid><firstname>` + "Zo\xeb" + `</firstname></response>`, "", "k7", "Zoë"},
		{"garbage behind it", customer(`<contactid>k7</contactid>`) + "<br>Warning", "", "k7", ""},

		{"an unknown charset", `<?xml version="1.0" encoding="x-secret"?><response><contactid>k7</contactid></response>`, frontdesk.KindDecode, "", ""},
		{"a document type", xmlHead + `<!DOCTYPE response [<!ENTITY a "b">]><response><contactid>&a;</contactid></response>`, frontdesk.KindDecode, "", ""},
		{"an entity that reads a file", xmlHead + `<!DOCTYPE response [<!ENTITY a SYSTEM "file:///etc/passwd">]><response><contactid>&a;</contactid></response>`, frontdesk.KindDecode, "", ""},
		{"a billion laughs", xmlHead + laughs(), frontdesk.KindDecode, "", ""},
		{"an unknown entity", customer(`<contactid>&nbsp;</contactid>`), frontdesk.KindDecode, "", ""},
		{"depth", customer(strings.Repeat("<a>", 200) + strings.Repeat("</a>", 200)), frontdesk.KindDecode, "", ""},
		{"depth without an end", strings.Repeat("<a>", 1<<18), frontdesk.KindDecode, "", ""},
		{"mixed text", customer(`text<contactid>k7</contactid>`), frontdesk.KindDecode, "", ""},
		{"crossed tags", customer(`<contactid><firstname>k7</contactid></firstname>`), frontdesk.KindDecode, "", ""},
		{"an open end", xmlHead + `<response><contactid>k7</contactid>`, frontdesk.KindDecode, "", ""},
		{"half a tag", xmlHead + `<response><conta`, frontdesk.KindDecode, "", ""},
		{"only a head", xmlHead, frontdesk.KindDecode, "", ""},
		{"a page", `<!DOCTYPE html><html><body>x</body></html>`, frontdesk.KindDecode, "", ""},
		{"a page without a type", `<html><body>x</body></html>`, frontdesk.KindDecode, "", ""},
		{"nothing", "", frontdesk.KindDecode, "", ""},
		{"a fault", customer(`<status>ERROR</status><statuscode>404</statuscode><errormessage>not there</errormessage>`), frontdesk.KindNotFound, "", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := liveagenttest.NewServer(t)
			c := srv.Client(liveagent.WithXML())
			srv.Fail(frontdesktest.Body(200, "text/xml", test.body).Always())
			got, err := c.Customers.Get(t.Context(), "k7", frontdesk.NoRetry())
			if test.kind != "" {
				e := failure(t, err)
				assert.Equal(t, test.kind, e.Kind, "%v", err)
				assert.NotContains(t, err.Error(), "root:")
			} else {
				require.NoError(t, err)
				assert.Equal(t, test.id, got.ContactID)
				assert.Equal(t, test.first, got.FirstName)
			}
			_, _ = c.Customers.List(t.Context(), nil, frontdesk.NoRetry())
			_, _ = c.Tags.Create(t.Context(), &liveagent.TagCreateParams{Name: "x"}, frontdesk.NoRetry())
			assert.Zero(t, srv.Stats().OpenBodies)
		})
	}
}

func laughs() string {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE response [<!ENTITY a0 "ha">`)
	for i := 1; i < 10; i++ {
		fmt.Fprintf(&b, `<!ENTITY a%d "%s">`, i, strings.Repeat(fmt.Sprintf("&a%d;", i-1), 10))
	}
	b.WriteString(`]><response><contactid>&a9;</contactid></response>`)
	return b.String()
}

func TestHostile_LiveAgentListsInXMLAndJSON(t *testing.T) {
	for _, test := range []struct {
		name, body string
		kind       frontdesk.Kind
		ids        []string
	}{
		{"two rows", `<customers><customer><contactid>a</contactid></customer><customer><contactid>b</contactid></customer></customers>`, "", []string{"a", "b"}},
		{"one row", `<customers><customer><contactid>a</contactid></customer></customers>`, "", []string{"a"}},
		{"no rows", `<customers/>`, "", nil},
		{"no rows but air", "<customers>\n  </customers>", "", nil},
		{"nothing", ``, "", nil},
		{"unknown row name", `<customers><contact><contactid>a</contactid></contact></customers>`, "", []string{"a"}},
		{"an empty row", `<customers><customer/></customers>`, frontdesk.KindDecode, nil},
		{"text for rows", `<customers>none</customers>`, frontdesk.KindDecode, nil},
		{"mixed text", `<customers>x<customer><contactid>a</contactid></customer></customers>`, frontdesk.KindDecode, nil},
		{"another list", `<agents><agent><id>a</id></agent></agents>`, frontdesk.KindDecode, nil},

		{"JSON rows", `{"response":{"customers":[{"contactid":"a"},{"contactid":"b"}]}}`, "", []string{"a", "b"}},
		{"JSON one row alone", `{"response":{"customers":{"contactid":"a"}}}`, "", []string{"a"}},
		{"JSON no rows", `{"response":{"customers":[]}}`, "", nil},
		{"JSON null", `{"response":{"customers":null}}`, "", nil},
		{"JSON false", `{"response":{"customers":false}}`, "", nil},
		{"JSON empty text", `{"response":{"customers":""}}`, "", nil},
		{"JSON nothing", `{"response":[]}`, "", nil},
		{"JSON rows under numbers", `{"response":{"customers":{"0":{"contactid":"a"},"2":{"contactid":"b"}}}}`, "", []string{"a", "b"}},
		{"JSON a row of null", `{"response":{"customers":[{"contactid":"a"},null]}}`, frontdesk.KindDecode, nil},
		{"JSON another list", `{"response":{"agents":[]}}`, frontdesk.KindDecode, nil},
		{"JSON a text", `{"response":{"customers":"many"}}`, frontdesk.KindDecode, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			srv := liveagenttest.NewServer(t)
			body, contentType := test.body, "application/json"
			if !strings.HasPrefix(body, "{") {
				body, contentType = xmlHead+"<response>"+body+"</response>", "text/xml"
			}
			srv.Fail(frontdesktest.Body(200, contentType, body).Always())
			page, err := srv.Client(liveagent.WithXML()).Customers.List(t.Context(), nil)
			if test.kind != "" {
				assert.Equal(t, test.kind, failure(t, err).Kind, "%v", err)
				return
			}
			require.NoError(t, err)
			var ids []string
			for _, row := range page.Items {
				ids = append(ids, row.ContactID)
			}
			assert.Equal(t, test.ids, ids)
			assert.NotNil(t, page.Items)
			assert.False(t, page.HasMore)
		})
	}
}
