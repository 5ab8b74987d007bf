package frontdesktest

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// scrubbed returns a reply's body as it would be written.
func scrubbed(t *testing.T, s *scrubber, contentType, body string) string {
	t.Helper()
	r := &Recording{
		Request:  RecordedRequest{Method: http.MethodGet, Path: "/x"},
		Response: RecordedResponse{Status: http.StatusOK, Header: http.Header{"Content-Type": {contentType}}, Body: []byte(body)},
	}
	_, err := s.scrub(r)
	require.NoError(t, err)
	return string(r.Response.Body)
}

func TestScrub_FieldsByVendor(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"ids, figures, states and times stay",
			`{"id":42,"status":"closed","total":1.50,"big":12345678901234567890,"at":"2026-01-02 03:04:05","ok":true,"none":null,"ref":"sh3j"}`,
			`{"id":42,"status":"closed","total":1.50,"big":12345678901234567890,"at":"2026-01-02 03:04:05","ok":true,"none":null,"ref":"sh3j"}`},
		{"one address in two spellings is one person",
			`{"email":"Ann@mail.example.org","note":"","owner":"ann@mail.example.org"}`,
			`{"email":"person-1@example.com","note":"","owner":"person-1@example.com"}`},
		{"lists of numbers, as text, number and list",
			`{"mob":"+44 20 7946 0958, 442079460959;101","numa":442079460958,"phone_numbers":["+44(20)7946-0959"]}`,
			`{"mob":"+12005550100, 12005550101;101","numa":12005550100,"phone_numbers":["+12005550101"]}`},
		{"values of filters", `{"filter":[{"field":"customers.phone","operator":"=","value":"442079460958"},{"field":"id","value":"442079460958"}]}`,
			`{"filter":[{"field":"customers.phone","operator":"=","value":"12005550100"},{"field":"id","value":"12005550100"}]}`},
		{"a number is a phone by its shape where it can be one, and an id elsewhere",
			`{"id":"78005550142","visitor_id":"78005550143","ids":["78005550144"],"positions":{"78005550145":{"spid":"78005550146"}},"iduser":"78005550147",` +
				`"filter":[{"field":"visitor_id","value":"78005550148"}],"person_id":{"eq":"78005550149"},"whom":"78005550142","userId":"78005550150"}`,
			`{"id":"12005550100","visitor_id":"78005550143","ids":["78005550144"],"positions":{"78005550145":{"spid":"78005550146"}},"iduser":"78005550147",` +
				`"filter":[{"field":"visitor_id","value":"78005550148"}],"person_id":{"eq":"78005550149"},"whom":"12005550100","userId":"12005550101"}`},
		{"more digits than a phone has", `{"log":"+44 20 7946 0958, +4420794609581234 and +442079460959"}`,
			`{"log":"+12005550100, +4420794609581234 and +12005550101"}`},
		{"names that are somebody's", `{"by":{"+7 800 555-01-42":1,"ann@mail.example.org":2},"phones":{"78005550143":{"numb":"78005550143"}}}`,
			`{"by":{"+12005550100":1,"person-1@example.com":2},"phones":{"12005550101":{"numb":"12005550101"}}}`},
		{"a known number inside of another is an id's", `{"tel":"5550142000","log":"5550142000, 005550142000; 15550142000 and 55501420001","link_id":"95550142000"}`,
			`{"tel":"12005550100","log":"12005550100, 0012005550100; 15550142000 and 55501420001","link_id":"95550142000"}`},
		{"fields of the account's owner", `{"customfields":[{"code":"plan","value":"golden"}],"customData":{"Size":"large"},"input7":"blue"}`,
			`{"customfields":[{"code":"plan","value":"Text 1"}],"customData":{"Size":"Text 2"},"input7":"Text 3"}`},
		{"words of an error stay", `{"result":"Error","error":{"code":403,"text":"No client of ann@mail.example.org"}}`,
			`{"result":"Error","error":{"code":403,"text":"No client of person-1@example.com"}}`},
		{"words of a person do not", `{"message":{"id":7,"text":"See you","type":"private"}}`,
			`{"message":{"id":7,"text":"Text 1","type":"private"}}`},
		{"links, whatever the field", `{"anything":"https://crm.example.org/f?key=1","site_url":"ann.example.org"}`,
			`{"anything":"https://example.com/link-1","site_url":"https://example.com/link-2"}`},
		{"addresses on the Internet", `{"ip":"8.8.4.4","visitor_ip_address":"2a00::1","version":"1.9.36.1"}`,
			`{"ip":"192.0.2.1","visitor_ip_address":"2001:db8::2","version":"1.9.36.1"}`},
		{"numbers of companies", `{"castInn":"590456789006","castKpp":5904,"bday":"1965-02-02"}`,
			`{"castInn":"777000000001","castKpp":777000000002,"bday":"1900-01-02"}`},
		{"JSON in a text", `{"eventData":"{\"chat_id\":5,\"agent\":\"Ann Brown\"}"}`,
			`{"eventData":"{\"chat_id\":5,\"agent\":\"Person 1\"}"}`},
		{"a name that stands in a text before it", `{"log":"opened by Ann Brown at noon","user":"Ann Brown"}`,
			`{"log":"opened by Person 1 at noon","user":"Person 1"}`},
		{"a credential in a text before it", `{"log":"s3cret-of-ann was used","token":"s3cret-of-ann"}`,
			`{"log":"REDACTED was used","token":"REDACTED"}`},
		{"files in a field", `{"pdf":"JVBERi0xLjcKJcOkw7zDtsOfCjIgMCBvYmoKPDwvTGVuZ3RoIDM","html":"&lt;html&gt;&lt;body&gt;Ann Brown&lt;/body&gt;&lt;/html&gt;"}`,
			`{"pdf":"JVBERi0xLjQKJSBkcm9wcGVkCiUlRU9GCg==","html":"59 bytes dropped by the recorder"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newScrubber()
			got := scrubbed(t, s, "application/json", tt.body)
			assert.Equal(t, tt.want, got)
			assert.Equal(t, got, scrubbed(t, s, "application/json", got), "again")
			assert.Equal(t, got, scrubbed(t, newScrubber(), "application/json", got), "again, by another recorder")
		})
	}
}

func TestScrub_XML(t *testing.T) {
	s := newScrubber()
	const in = `<?xml version="1.0" encoding="utf-8"?><!DOCTYPE x><response><email>ann@mail.example.org</email>` +
		`<authtoken>s3cret-of-ann</authtoken><status>OK</status><customfields><customfield><code>plan</code><value>golden &amp; big</value></customfield></customfields>` +
		`<c phone="+44 20 7946 0958"/>` + "\n <!-- by Ann --></response>"
	assert.Equal(t, `<?xml version="1.0" encoding="utf-8"?>`+"\n"+`<response><email>person-1@example.com</email>`+
		`<authtoken>REDACTED</authtoken><status>OK</status><customfields><customfield><code>plan</code><value>Text 1</value></customfield></customfields>`+
		`<c phone="+12005550100"></c>`+"\n </response>\n", scrubbed(t, s, "text/xml", in))
}

func TestScrub_HeadersPathsAndQueries(t *testing.T) {
	s := newScrubber()
	r := &Recording{
		Request: RecordedRequest{
			Method: http.MethodGet, Path: "/api/customers/ann%40mail.example.org.json",
			Query:  url.Values{"filter[email]": {"ANN@mail.example.org"}, "login": {"ann"}, "page": {"2"}, "key ann@mail.example.org": {""}},
			Header: http.Header{"User-Agent": {"x"}, "X-Debug": {"Ann"}, "Cookie": {"a=b; sid=c00kie-of-ann"}},
		},
		Response: RecordedResponse{Status: 302, Header: http.Header{
			"Location": {"https://crm.example.org/login?back=/c/ann@mail.example.org&token=t0ken-of-ann"}, "Date": {"now"},
			"Set-Cookie": {"sid=n3xt-of-ann; Path=/"}, "Server": {"nginx"}, "X-Request-Id": {"n3xt-of-ann"}, "X-Ratelimit-Left": {"3"},
		}},
	}
	text, err := s.scrub(r)
	require.NoError(t, err)
	assert.Equal(t, "/api/customers/person-1@example.com.json", r.Request.Path)
	assert.Equal(t, url.Values{"filter[email]": {"person-1@example.com"}, "login": {"REDACTED"}, "page": {"2"}, "key person-1@example.com": {""}}, r.Request.Query)
	assert.Equal(t, http.Header{"Cookie": {"REDACTED"}}, r.Request.Header)
	assert.Equal(t, http.Header{
		"Location":     {"https://redirect.example.com/login?back=%2Fc%2Fperson-1%40example.com&token=REDACTED"},
		"X-Request-Id": {"REDACTED"}, "X-Ratelimit-Left": {"3"},
	}, r.Response.Header)
	assert.NotContains(t, string(text), "ann")
}

func TestScrub_IDsInPathsQueriesHeadersAndXMLAreNobodys(t *testing.T) {
	r := &Recording{
		Request: RecordedRequest{
			Method: http.MethodGet, Path: "/v1/customers/78005550142",
			Query: url.Values{"contact_id": {"78005550143"}, "78005550144": {"1"}, "q": {"78005550145"}},
		},
		Response: RecordedResponse{
			Status: 200, Header: http.Header{"Content-Type": {"text/xml"}, "X-Request-Id": {"78005550146"}},
			Body: []byte(`<r><contactid>78005550147</contactid><c visitorid="78005550148" code="78005550149"/></r>`),
		},
	}
	_, err := newScrubber().scrub(r)
	require.NoError(t, err)
	assert.Equal(t, "/v1/customers/78005550142", r.Request.Path)
	assert.Equal(t, url.Values{"contact_id": {"78005550143"}, "78005550144": {"1"}, "q": {"12005550100"}}, r.Request.Query)
	assert.Equal(t, "78005550146", r.Response.Header.Get("X-Request-Id"))
	assert.Contains(t, string(r.Response.Body), `<r><contactid>78005550147</contactid><c visitorid="78005550148" code="12005550101"></c></r>`)
}

// What the reply tells to be somebody's may be the name of a parameter before it.
func TestScrub_NamesOfParametersThatAreKnownLaterAreReplaced(t *testing.T) {
	r := &Recording{
		Request: RecordedRequest{
			Method: http.MethodPost, Path: "/x", Header: http.Header{"Content-Type": {formType}}, Body: []byte("Ann+Brown=1"),
			Query: url.Values{"of Ann Brown": {"2"}},
		},
		Response: RecordedResponse{Status: 200, Body: []byte(`{"name":"Ann Brown"}`)},
	}
	text, err := newScrubber().scrub(r)
	require.NoError(t, err)
	assert.NotContains(t, string(text), "Ann")
	assert.Equal(t, url.Values{"of Person 1": {"2"}}, r.Request.Query)
	assert.Equal(t, "Person+1=1", string(r.Request.Body))
}

func TestScrub_TheDateIsKeptForWaitsThatAreToldByDate(t *testing.T) {
	s := newScrubber()
	header := http.Header{"Date": {"Mon, 02 Mar 2026 10:00:00 GMT"}, "Retry-After": {"Mon, 02 Mar 2026 10:00:05 GMT"}}
	r := &Recording{Request: RecordedRequest{Method: "GET"}, Response: RecordedResponse{Status: 503, Header: header.Clone()}}
	_, err := s.scrub(r)
	require.NoError(t, err)
	assert.Equal(t, header, r.Response.Header)
}

func TestPseudonyms_AreManyAndNobodys(t *testing.T) {
	p := newPseudonyms()
	for _, kind := range []FieldKind{FieldEmail, FieldPhone, FieldName, FieldText, FieldAddress, FieldIP, FieldLink, FieldNumber} {
		seen := make(map[string]bool)
		for i := range 2000 {
			value := strings.Repeat("1", 20) + string(rune('0'+i%10)) + strings.Repeat("2", 1+i/10)
			made := p.give(kind, value)
			assert.False(t, seen[made], "%s twice", made)
			assert.True(t, isPseudonym(made), "%s is not recognised", made)
			assert.Equal(t, made, p.give(kind, value))
			seen[made] = true
		}
	}
	assert.Equal(t, "120055501000", onlyDigits(makeUpPhone(0, "1")+"0"))
	assert.Equal(t, "+12005550100x1", makeUpPhone(80_000, "+1"))
	assert.Equal(t, "198.18.0.0", makeUpIP(762, "1.1.1.1"))
}

func TestParseJSON_BreaksOffWhereTheSourceDoes(t *testing.T) {
	tests := []struct{ in, out, rest string }{
		{`{"a":[1,2.50,{"b":"c"}],"d":1e400}`, `{"a":[1,2.50,{"b":"c"}],"d":1e400}`, ""},
		{`[1] tail`, `[1]`, " tail"},
		{`{"a":1,"a":2}`, `{"a":1,"a":2}`, ""},
		{`{"a":[1,{"b":tru`, `{"a":[1,{`, "?"},
		{`{"a":1,"b`, `{"a":1`, "?"},
		{`[`, `[`, "?"},
		{strings.Repeat("[", 600), strings.Repeat("[", 500), "?"},
	}
	for _, tt := range tests {
		tree, rest, err := parseJSON([]byte(tt.in))
		require.NotNil(t, tree, tt.in)
		assert.Equal(t, tt.out, string(tree.bytes()))
		if tt.rest == "?" {
			assert.Error(t, err, tt.in)
		} else {
			require.NoError(t, err)
			assert.Equal(t, tt.rest, string(rest))
		}
	}
}
