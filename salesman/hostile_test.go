package salesman_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/jarcoal/httpmock"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
)

// oddReply is a reply of a server that is out of its mind, and what six calls make
// of it: what they return, or the kind of their error and what is known of the
// request (for reads that is not of interest).
type oddReply struct {
	body                                     string
	list, get, create, update, batch, delete string
}

var oddReplies = []oddReply{
	{``, "unsupported unknown", "unsupported unknown", "server unknown", "server unknown", "server unknown", "server unknown"},
	{` `, "unsupported unknown", "unsupported unknown", "server unknown", "server unknown", "server unknown", "server unknown"},
	{`null`, "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown"},
	{`true`, "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown"},
	{`false`, "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown"},
	{`0`, "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown"},
	{`12`, "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown"},
	{`"ok"`, "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown"},
	{`""`, "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown"},
	{`[]`, "rows", "decode yes", "server unknown", "server unknown", "invalid yes", "server unknown"},
	{`{}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`[null]`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`[[]]`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`["Success"]`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`[{}]`, "decode yes", "decode yes", "server unknown", "server unknown", "server unknown + decode unknown", "server unknown"},
	{`{"data":null}`, "rows", "not_found yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`{"data":true}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`{"data":"Success"}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`{"data":7}`, "decode yes", "decode yes", "7", "7 true", "decode unknown", "server unknown"},
	{`{"data":"","count":""}`, "rows", "not_found yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`{"data":[null],"count":1}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`{"data":[{"clid":7,"tid":7},null],"count":2}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`{"data":[{"clid":null,"tid":null,"title":null}],"count":1}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`{"data":{"0":{"clid":7,"tid":7},"2":{"clid":9,"tid":9}},"count":2}`, "rows 7 9", "decode yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`{"data":{"0":null},"count":1}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`{"data":[[{"clid":7,"tid":7}]],"count":1}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`{"data":"[{\"clid\":7}]","count":1}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`{"data":[],"count":5}`, "decode yes", "not_found yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`{"count":5}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`{"count":"many","data":[]}`, "decode yes", "not_found yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`{"data":{"clid":"7","tid":"7","date_create":"2026-02-30 10:00:00","datum":"2026-11-00"},"count":"1"}`, "rows 7", "7", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`{"data":{"message":"maintenance"}}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`{"success":false,"message":"maintenance"}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`{"message":"maintenance"}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`{"status":"error","code":403}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`{"result":"Success"}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "7"},
	{`{"result":true}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "7"},
	{`{"result":1}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "7"},
	{`{"result":["Success"],"data":7}`, "decode yes", "decode yes", "decode yes", "decode yes", "decode unknown", "server unknown"},
	{`{"result":"","data":0,"error":""}`, "decode yes", "decode yes", "invalid yes", "invalid yes", "decode unknown", "invalid yes"},
	{`{"result":"Success","data":0}`, "decode yes", "decode yes", "invalid unknown", "invalid unknown", "decode unknown", "invalid unknown"},
	{`{"result":"Success","data":7}`, "decode yes", "decode yes", "7", "7 true", "decode unknown", "7"},
	{`{"result":"Success","data":7,"id":0}`, "decode yes", "decode yes", "invalid unknown", "invalid unknown", "decode unknown", "invalid unknown"},
	{`{"result":"","data":7}`, "decode yes", "decode yes", "7", "7 true", "decode unknown", "server unknown"},
	{`{"result":"Error","data":7}`, "validation yes", "validation yes", "validation yes", "validation yes", "validation yes", "validation yes"},
	{`{"result":"error: disk full","data":7}`, "validation yes", "validation yes", "validation yes", "validation yes", "validation yes", "validation yes"},
	{`{"result":"Ошибка записи","data":7}`, "validation yes", "validation yes", "validation yes", "validation yes", "validation yes", "validation yes"},
	{`{"result":"Success","data":7,"error":{"code":"500","text":"boom"}}`, "server unknown", "server unknown", "server unknown", "server unknown", "server unknown", "server unknown"},
	{`{"result":"Success","data":7,"error":[]}`, "decode yes", "decode yes", "7", "7 true", "decode unknown", "7"},
	{`{"result":"Success","data":7,"error":true}`, "validation yes", "validation yes", "validation yes", "validation yes", "validation yes", "validation yes"},
	{`{"error":{"code":{"a":1},"text":["x"]}}`, "validation yes", "validation yes", "validation yes", "validation yes", "validation yes", "validation yes"},
	{`{"error":{"code":302,"text":"same"}}`, "validation yes", "validation yes", "validation yes", "validation yes", "validation yes", "validation yes"},
	{`{"error":[[[[[]]]]]}`, "validation yes", "validation yes", "validation yes", "validation yes", "validation yes", "validation yes"},
	{`{"result":"Success","data":7,"error":{"code":{"a":1},"text":["x"]}}`, "validation yes", "validation yes", "validation yes", "validation yes", "validation yes", "validation yes"},
	{`{"result":"Success","data":7,"error":[null,{"code":403,"text":"x"}]}`, "not_found yes", "not_found yes", "not_found yes", "not_found yes", "not_found yes", "not_found yes"},
	{`{"result":"Success","data":7,"error":{"code":0,"text":""}}`, "decode yes", "decode yes", "7", "7 true", "decode unknown", "7"},
	{`{"result":"Success","data":7,"data":0}`, "decode yes", "decode yes", "decode unknown", "decode unknown", "decode unknown", "decode unknown"},
	{`{"result":"Success","data":7,"error":null,"error":{"code":403,"text":"x"}}`, "decode yes", "decode yes", "decode unknown", "decode unknown", "decode unknown", "decode unknown"},
	{`{"result":"Success","data":[7]}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "decode yes"},
	{`{"result":"Success","data":{"id":7}}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "decode yes"},
	{`{"result":"Success","data":7.5}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "decode yes"},
	{`{"result":"Success","data":"7e0"}`, "decode yes", "decode yes", "7", "7 true", "decode unknown", "7"},
	{`{"result":"Success","data":9223372036854775808}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "decode yes"},
	{`{"result":"Success","data":-7}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "7"},
	{`{"result":"Success","data":"0x7"}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "decode yes"},
	{`<html><body>Log in</body></html>`, "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown"},
	{`Service temporarily unavailable`, "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown"},
	{`Ошибка подключения к БД. Проверьте доступы`, "server unknown", "server unknown", "server unknown", "server unknown", "server unknown", "server unknown"},
	{`12 monkeys`, "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown"},
	{"<br />\n<b>Fatal error</b>:  Uncaught TypeError: boom in /srv/crm/x.php:5", "server unknown", "server unknown", "server unknown", "server unknown", "server unknown", "server unknown"},
	{"{\"result\":\"Success\",\"data\":7}<br />\n<b>Fatal error</b>:  Uncaught TypeError: boom in /srv/crm/x.php:5", "server unknown", "server unknown", "server unknown", "server unknown", "server unknown", "server unknown"},
	{"<br />\n<b>Warning</b>: x in /srv/x.php on line 1<br />\n{\"result\":\"Success\",\"data\":7}", "decode yes", "decode yes", "7", "7 true", "decode unknown", "7"},
	{`{"result":"Success","data":7`, "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown"},
	{`{"result":"Success","data":7}{"result":"Error","error":{"code":500,"text":"boom"}}`, "server unknown", "server unknown", "server unknown", "server unknown", "server unknown", "server unknown"},
	{`{"result":"Success","data":7}}`, "decode yes", "decode yes", "7", "7 true", "decode unknown", "7"},
	{`[{"result":"Success","data":7},null]`, "decode yes", "decode yes", "server unknown", "server unknown", "7 + server unknown", "server unknown"},
	{`[{"result":"Success","data":7},5]`, "decode yes", "decode yes", "server unknown", "server unknown", "7 + server unknown", "server unknown"},
	{`[{"result":"Success","data":7},{"result":"Success","data":0}]`, "decode yes", "decode yes", "server unknown", "server unknown", "7 + invalid unknown", "server unknown"},
	{`[{"result":"Success","data":7},{"result":"Error","error":{"code":"402","text":"x"},"data":7}]`, "decode yes", "decode yes", "server unknown", "server unknown", "7 + unsupported yes", "server unknown"},
	{`[{"result":"Success","data":7},{"result":"Success","data":{"a":1}}]`, "decode yes", "decode yes", "server unknown", "server unknown", "7 + server unknown", "server unknown"},
	{`[{"result":"Success","data":7}]`, "decode yes", "decode yes", "server unknown", "server unknown", "7 + decode unknown", "server unknown"},
	{`[{"result":"Success","data":7},{"result":"Success","data":8},{"result":"Success","data":9}]`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{`{"0":{"result":"Success","data":7},"1":{"result":"Success","data":8}}`, "decode yes", "decode yes", "server unknown", "server unknown", "decode unknown", "server unknown"},
	{"\ufeff[{\"result\":\"Success\",\"data\":7},{\"result\":\"Success\",\"data\":\"8\"}]", "decode yes", "decode yes", "server unknown", "server unknown", "7 + 8", "server unknown"},
	{strings.Repeat("[", 100_000), "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown"},
	{strings.Repeat(`{"data":`, 100_000), "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown"},
	{"{\"result\":\"\xff\xfe\",\"data\":7}", "decode yes", "decode yes", "7", "7 true", "decode unknown", "7"},
	{"\x00\x01\x02", "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown", "decode unknown"},
}

// TestOddReplies_AreNeverTakenForWhatTheyAreNot: no reply makes a method panic or is
// a success that it is not, and a write that may have happened says so.
func TestOddReplies_AreNeverTakenForWhatTheyAreNot(t *testing.T) {
	for _, reply := range oddReplies {
		link := httpmock.NewMockTransport()
		link.RegisterNoResponder(httpmock.NewStringResponder(http.StatusOK, reply.body).HeaderSet(http.Header{"Content-Type": {"application/json"}}))
		sm, err := salesman.New("https://crm.example.com", "api@example.com", "test-key-000",
			frontdesk.NoRetry(), frontdesk.WithHTTPClient(&http.Client{Transport: link}))
		require.NoError(t, err)
		got := reply
		got.list, got.get, got.create = listedBy(t.Context(), sm), gotBy(t.Context(), sm), createdBy(t.Context(), sm)
		got.update, got.batch, got.delete = updatedBy(t.Context(), sm), storedBy(t.Context(), sm), deletedBy(t.Context(), sm)
		assert.Equal(t, reply, got)
		assert.Equal(t, 6, link.GetTotalCallCount())
		require.NoError(t, sm.Close())
	}
}

func listedBy(ctx context.Context, sm *salesman.Client) string {
	page, err := sm.Clients.List(ctx, nil)
	if err != nil {
		return told(err)
	}
	ids := "rows"
	for _, row := range page.Items {
		ids += fmt.Sprint(" ", row.ID)
	}
	return ids
}

func gotBy(ctx context.Context, sm *salesman.Client) string {
	task, err := sm.Tasks.Get(ctx, 7)
	if err != nil {
		return told(err)
	}
	return fmt.Sprint(task.ID)
}

func createdBy(ctx context.Context, sm *salesman.Client) string {
	result, err := sm.Clients.Create(ctx, &salesman.ClientCreateParams{Title: "x"})
	if err != nil {
		return told(err)
	}
	return fmt.Sprint(result.ID)
}

func updatedBy(ctx context.Context, sm *salesman.Client) string {
	result, err := sm.Clients.Update(ctx, 7, &salesman.ClientUpdateParams{Title: frontdesk.Some("x")})
	if err != nil {
		return told(err)
	}
	return fmt.Sprint(result.ID, " ", result.Changed)
}

// storedBy sends two items.
func storedBy(ctx context.Context, sm *salesman.Client) string {
	results, err := sm.Clients.CreateBatch(ctx, []salesman.ClientCreateParams{{Title: "x"}, {Title: "y"}})
	if err != nil {
		return told(err)
	}
	var items []string
	for _, r := range results {
		if r.Err != nil {
			items = append(items, told(r.Err))
		} else {
			items = append(items, fmt.Sprint(r.ID))
		}
	}
	return strings.Join(items, " + ")
}

// deletedBy makes a call whose reply names no record.
func deletedBy(ctx context.Context, sm *salesman.Client) string {
	result, err := sm.Activities.Delete(ctx, 7)
	if err != nil {
		return told(err)
	}
	return fmt.Sprint(result.ID)
}

// told is the kind of an error and what is known of its request.
func told(err error) string {
	e, ok := errors.AsType[*frontdesk.Error](err)
	if !ok || e.Message == "" && e.Err == nil {
		return fmt.Sprintf("%T without words", err)
	}
	return fmt.Sprint(e.Kind, " ", e.Sent)
}
