package frontdesktest

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestScrub_NamesOfSettingsStayAndPeoplesDoNot: a program may look a department up
// by its name, and that name stands in other replies as well.
func TestScrub_NamesOfSettingsStayAndPeoplesDoNot(t *testing.T) {
	tests := []struct{ name, method, path, request, reply, want string }{
		{"list of departments", "GET", "/api/departments", "",
			`{"response":{"departments":[{"departmentid":"d","name":"General","agents":[{"name":"Ann Brown"}]}]}}`,
			`{"response":{"departments":[{"departmentid":"d","name":"General","agents":[{"name":"Person 1"}]}]}}`},
		{"one department", "GET", "/v7/api/departments/d1.json", "", `{"response":{"name":"General","description":"by Ann"}}`,
			`{"response":{"name":"General","description":"Text 1"}}`},
		{"a ticket's department", "GET", "/api/conversations/c1", "", `{"response":{"departmentname":"General","ownername":"Ann"}}`,
			`{"response":{"departmentname":"General","ownername":"Person 1"}}`},
		{"agents of a department", "GET", "/api/departments/d1/agents", "", `{"response":{"agents":[{"name":"Ann Brown"}]}}`,
			`{"response":{"agents":[{"name":"Person 1"}]}}`},
		{"tags of a customer", "PUT", "/v1/customers/7/tags", `[{"name":"VIP"}]`, `{"id":7,"name":"Ann","tags":[{"name":"VIP"}]}`,
			`{"id":7,"name":"Person 1","tags":[{"name":"VIP"}]}`},
		{"departments of HelpCrunch", "GET", "/v1/departments", "", `{"data":[{"id":1,"name":"General","agents":[{"name":"Ann"}]}]}`,
			`{"data":[{"id":1,"name":"General","agents":[{"name":"Person 1"}]}]}`},
		{"a person in the place of a department", "GET", "/v1/departments", "", `{"data":[{"name":"Ann","email":"ann@mail.example.org"}]}`,
			`{"data":[{"name":"Person 1","email":"person-1@example.com"}]}`},
		{"steps of SalesMan CRM", "POST", "/developer/v2/deal", `{"action":"steplist"}`, `{"data":[{"title":"Offer"}]}`, `{"data":[{"title":"Offer"}]}`},
		{"deals of SalesMan CRM", "POST", "/developer/v2/deal", `{"action":"list"}`, `{"data":[{"title":"Offer"}]}`, `{"data":[{"title":"Text 1"}]}`},
		{"tags of CoMagic", "POST", "/v2.0", `{"jsonrpc":"2.0","method":"get.tags"}`, `{"result":{"data":[{"name":"VIP"}]}}`, `{"result":{"data":[{"name":"VIP"}]}}`},
		{"contacts of CoMagic", "POST", "/v2.0", `{"jsonrpc":"2.0","method":"get.contacts"}`, `{"result":{"data":[{"name":"Ann"}]}}`, `{"result":{"data":[{"name":"Person 1"}]}}`},
		{"fields that an owner thought up", "GET", "/api/tags", "", `{"customfields":[{"name":"Ann"}],"tags":[{"customfields":[{"name":"Ann"}]}]}`,
			`{"customfields":[{"name":"Person 1"}],"tags":[{"customfields":[{"name":"Person 1"}]}]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			header := http.Header{"Content-Type": {"application/json"}}
			r := &Recording{
				Request:  RecordedRequest{Method: tt.method, Path: tt.path, Header: header.Clone(), Body: []byte(tt.request)},
				Response: RecordedResponse{Status: http.StatusOK, Header: header, Body: []byte(tt.reply)},
			}
			_, err := newScrubber().scrub(r)
			require.NoError(t, err)
			assert.Equal(t, tt.want, string(r.Response.Body))
			assert.Equal(t, tt.request, string(r.Request.Body))
		})
	}
}

func TestScrub_TheNameOfATagThatIsSentStays(t *testing.T) {
	for path, want := range map[string]string{"/api/conversations/c1/tags": "VIP", "/api/customers/c1/groups.xml": "VIP", "/api/customers": "Person 1"} {
		r := &Recording{
			Request: RecordedRequest{
				Method: http.MethodPost, Path: path, Header: http.Header{"Content-Type": {formType}}, Body: []byte(url.Values{"name": {"VIP"}}.Encode()),
			},
			Response: RecordedResponse{Status: http.StatusOK},
		}
		_, err := newScrubber().scrub(r)
		require.NoError(t, err)
		assert.Equal(t, url.Values{"name": {want}}.Encode(), string(r.Request.Body), path)
	}
}

func TestScrub_WithFieldsWinsOverThePlace(t *testing.T) {
	s := newScrubber()
	WithFields(FieldName, "name", "departmentname")(&recorderOptions{scrub: s})
	assert.Equal(t, `{"departments":[{"name":"Person 1"}],"departmentname":"Person 1"}`,
		scrubbed(t, s, "application/json", `{"departments":[{"name":"General"}],"departmentname":"General"}`))
	s = newScrubber()
	WithFields(FieldKeep, "subject")(&recorderOptions{scrub: s})
	assert.Equal(t, `{"subject":"Order 7","preview":"Text 1"}`, scrubbed(t, s, "application/json", `{"subject":"Order 7","preview":"Order 7!"}`))
}
