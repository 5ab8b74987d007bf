package comagictest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/comagic"
	"github.com/frontdesk-go/frontdesk/comagic/comagictest"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/internal/contract/drive"
)

var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// Every method of both APIs is answered, strictly checked; what it says of rows that
// do not exist is the vendor's error.
func TestServer_AnswersEveryMethodOfTheInventory(t *testing.T) {
	scan, err := contract.ScanOps("..")
	require.NoError(t, err)
	target := &drive.Target{
		Vendor: contract.CoMagic, Dir: "..", Marshal: comagic.Marshal, Unmarshal: comagic.Unmarshal,
		Types: []any{comagic.Equal("id", 1), comagic.Asc("id"), comagic.Date{Year: 2026, Month: 3, Day: 4}},
		Make: func(op *contract.Operation, param string, _ *contract.Field) (any, bool) {
			if param != "fields" {
				return nil, false
			}
			return []string{op.Response.Fields[0].Name}, true
		},
	}
	answered, notFound := 0, 0
	for _, op := range contract.Load(contract.CoMagic).Operations {
		srv := comagictest.NewServer(t)
		_, callErr, err := target.Call(scan, op, srv.Client(frontdesk.NoRetry()), nil)
		require.NoError(t, err, op.ID)
		switch e, ok := errors.AsType[*frontdesk.Error](callErr); {
		case callErr == nil:
			answered++
		case ok && (e.Kind == frontdesk.KindNotFound || e.Kind == frontdesk.KindConflict):
			notFound++
		case ok && op.RPCMethod == "login.user" && e.Code == comagic.CodeAuthError,
			// a number or ids of numbers, neither of which is required
			ok && strings.HasSuffix(op.ID, "able.virtual_numbers") && e.Code == comagic.CodeRequiredParameterMissed,
			ok && op.ID == "enable.private_number" && e.Code == comagic.CodeRequiredParameterMissed:
			answered++
		default:
			t.Errorf("%s: %v", op.ID, callErr)
		}
		srv.Close()
	}
	assert.Equal(t, 350, answered+notFound)
	t.Logf("%d answered, %d refused for want of a row", answered, notFound)
}

// value makes a value that fits a field of the inventory.
func value(f *contract.Field, n int) any {
	inner := f.Elem()
	if inner != "" {
		element := *f
		element.Type = inner
		return []any{value(&element, n)}
	}
	switch f.Type {
	case "number":
		return n
	case "boolean":
		return true
	case "datetime":
		return "2026-03-02 09:00:00"
	case "date":
		return "2026-03-02"
	case "object":
		if f.Ref == "filter" {
			return map[string]any{"field": "id", "operator": "=", "value": 1}
		}
		return values(f.Fields, n)
	case "map", "any":
		return map[string]any{}
	}
	if len(f.Enum) > 0 {
		return f.Enum[0]
	}
	text := fmt.Sprintf("text %d", n)
	if f.MinLength != nil && len(text) < *f.MinLength {
		text += strings.Repeat("x", *f.MinLength-len(text))
	}
	return text
}

func values(fields []*contract.Field, n int) map[string]any {
	m := map[string]any{}
	for _, f := range fields {
		if f.Required && f.Name != "access_token" {
			m[f.Name] = value(f, n)
		}
	}
	return m
}

// prepare puts the rows that creations refer to.
func prepare(srv *comagictest.Server, noun string) {
	for _, method := range []string{"get.calls_report", "get.reports_list", "get.sources_groups", "get.sources_channels"} {
		srv.Put(method, map[string]any{"id": 7, "communication_id": 7})
	}
	if noun == "sales_funnel_stages" {
		srv.Put("get.sales_funnel", map[string]any{"ext_id": "text 7"})
	}
}

// Whatever the inventory lets create, change and delete is created, changed and
// deleted: a second creation differs, a deleted row is gone.
func TestResources_CreatedChangedAndDeletedForEveryNoun(t *testing.T) {
	inv := contract.Load(contract.CoMagic)
	updated, deleted := 0, 0
	for _, create := range inv.Operations {
		noun, ok := strings.CutPrefix(create.ID, "create.")
		// Lines belong to employees and numbers; deal contacts come in lists; columns
		// and blacklist entries are deleted under another noun.
		if !ok || noun == "sip_lines" || noun == "deal_contacts" {
			continue
		}
		srv := comagictest.New()
		prepare(srv, noun)
		c := srv.Client(frontdesk.NoRetry())
		call := func(op *contract.Operation, params map[string]any) (map[string]any, error) {
			var out json.RawMessage
			err := c.Call(context.Background(), op.ID, params, &out)
			var list []map[string]any
			if json.Unmarshal(out, &list) == nil && len(list) > 0 {
				return list[0], err
			}
			var object map[string]any
			_ = json.Unmarshal(out, &object) // an empty reply
			return object, err
		}
		made := values(create.Params, 7)
		created, err := call(create, made)
		require.NoError(t, err, create.ID)
		if rows := srv.Rows("get." + noun + "s"); created["id"] == nil && len(rows) > 0 {
			created["id"] = rows[0]["id"] // the reply names no id
		}
		change, remove := inv.Operation("update."+noun), inv.Operation("delete."+noun)
		for i, op := range []*contract.Operation{change, remove} {
			if op == nil {
				continue
			}
			params := values(op.Params, 8)
			if made["sales_funnel_ext_id"] != nil {
				params["sales_funnel_ext_id"] = made["sales_funnel_ext_id"]
			}
			for _, key := range []string{"group_id", "channel_id"} {
				if op.Param(key) != nil && made[key] != nil {
					params[key] = made[key]
				}
			}
			for _, key := range []string{"id", "ext_id"} {
				if created[key] != nil && op.Param(key) != nil {
					params[key] = created[key]
				} else if key == "ext_id" && made[key] != nil && op.Param(key) != nil {
					params[key] = made[key]
				}
			}
			if params["id"] == nil && params["ext_id"] == nil && len(params) == 0 {
				params["id"] = created["id"] // of id and ids, neither is required
			}
			_, err := call(op, params)
			require.NoError(t, err, "%s %v", op.ID, params)
			if i == 0 {
				updated++
				continue
			}
			deleted++
			_, err = call(op, params)
			assert.ErrorIs(t, err, frontdesk.ErrNotFound, op.ID)
		}
		srv.Close()
	}
	t.Logf("%d nouns changed, %d deleted", updated, deleted)
	assert.Equal(t, 37, updated)
	assert.Equal(t, 35, deleted)
}

func TestResources_ThreeStatesOfAnUpdate(t *testing.T) {
	srv := comagictest.NewServer(t)
	c := srv.Client()
	ctx := context.Background()
	created, err := c.CommunicationSources.Create(ctx, &comagic.CreateCommunicationSourceParams{
		Entity: "call", SourceID: -1, State: "active", Name: "first", Description: "kept",
	})
	require.NoError(t, err)
	got, err := c.CommunicationSources.Get(ctx, &comagic.GetCommunicationSourceParams{ID: created.ID})
	require.NoError(t, err)
	assert.Equal(t, "first", got.Name)
	_, err = c.CommunicationSources.Update(ctx, &comagic.UpdateCommunicationSourceParams{
		ID: created.ID, Entity: "call", SourceID: -1, State: "active", Priority: 3, Name: frontdesk.Null[string](),
	})
	require.NoError(t, err)
	got, err = c.CommunicationSources.Get(ctx, &comagic.GetCommunicationSourceParams{ID: created.ID})
	require.NoError(t, err)
	assert.Empty(t, got.Name, "cleared by null")
	assert.Equal(t, "kept", got.Description, "left out")
	_, err = c.CommunicationSources.Get(ctx, &comagic.GetCommunicationSourceParams{ID: created.ID + 1})
	assert.ErrorIs(t, err, frontdesk.ErrNotFound)
}

func TestUploads_EachItemHasItsResult(t *testing.T) {
	srv := comagictest.NewServer(t)
	c := srv.Client()
	ctx := context.Background()
	sessions := []comagic.UploadSessionsSession{
		{ExtID: "a", SiteID: 1, DateTime: monday, VisitorIPAddress: "192.0.2.1"}, {ExtID: "b", SiteID: 1, DateTime: monday, VisitorIPAddress: "192.0.2.1"},
	}
	first, err := c.Sessions.Upload(ctx, &comagic.UploadSessionsParams{Sessions: sessions})
	require.NoError(t, err)
	require.Len(t, first, 2)
	assert.Equal(t, "b", first[1].ExtID)
	again, err := c.Sessions.Upload(ctx, &comagic.UploadSessionsParams{Sessions: sessions[1:]})
	require.NoError(t, err)
	assert.Equal(t, first[1], again[0], "a known ext_id is changed, not created")
	assert.Len(t, srv.Rows("upload.sessions"), 2)
	_, err = c.Sessions.Upload(ctx, &comagic.UploadSessionsParams{Sessions: make([]comagic.UploadSessionsSession, 51)})
	assert.ErrorIs(t, err, frontdesk.ErrInvalid)
}

func TestDeny_PermissionsAndComponents(t *testing.T) {
	srv := comagictest.NewServer(t)
	c := srv.Client()
	for mnemonic, want := range map[string]error{
		"forbidden": frontdesk.ErrForbidden, "method_component_disabled": frontdesk.ErrForbidden,
		"parameter_component_disabled": frontdesk.ErrForbidden, "account_inactive": frontdesk.ErrForbidden,
	} {
		srv.Deny("get.tags", mnemonic)
		_, err := c.Tags.List(context.Background(), nil)
		assert.ErrorIs(t, err, want, mnemonic)
	}
	srv.Allow("get.tags")
	_, err := c.Tags.List(context.Background(), nil)
	assert.NoError(t, err)
}

func TestPeriods_EachReportHasItsOwn(t *testing.T) {
	srv := comagictest.New()
	defer srv.Close()
	c := srv.Client()
	for method, days := range map[string]int{"get.calls_report": 90, "get.chat_messages_report": 30, "get.visits": 31, "get.calls": 366} {
		for _, over := range []int{0, 1} {
			params := values(contract.Load(contract.CoMagic).Operation(method).Params, 1)
			params["date_from"] = monday.Format(time.DateTime)
			params["date_till"] = monday.AddDate(0, 0, days+over).Format(time.DateTime)
			err := c.Call(context.Background(), method, params, nil)
			if over == 0 {
				assert.NoError(t, err, method)
				continue
			}
			e, ok := errors.AsType[*frontdesk.Error](err)
			require.True(t, ok, method)
			assert.Equal(t, comagic.CodeDateIntervalLimitReached, e.Code, method)
		}
	}
	february := time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	for days, fits := range map[int]bool{89: true, 90: false} { // three months end with April
		_, err := c.Reports.ListCalls(context.Background(), &comagic.CallsReportParams{DateFrom: february.Add(-3 * time.Hour), DateTill: february.AddDate(0, 0, days).Add(-3 * time.Hour)})
		assert.Equal(t, fits, err == nil, "%d days: %v", days, err)
	}
}
