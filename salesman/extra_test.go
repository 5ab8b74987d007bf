package salesman_test

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// withoutExtra are the structs of results that have no place for unknown fields,
// each with the reason.
var withoutExtra = map[string]string{
	"Date":           "a scalar on the wire",
	"Webhook":        "keeps the whole body in Data",
	"ContactFields":  "Titles take any name",
	"StatusTypes":    "Titles take any id, Raw what is no object",
	"StatisticsRows": "a list on the wire; its rows have Extra",
	"DealBase":       "embedded in Deal and DealInfo, which have Extra",
	"Prices":         "embedded in PriceItem and PriceItemInfo, which have Extra",
	"UTM":            "inline in LeadInfo, which has Extra",

	"ActRef":               "of a write's reply",
	"ActWriteResult":       "a write's reply",
	"BudgetWriteResult":    "a write's reply",
	"CallsCreateResult":    "a write's reply",
	"ClientUpdateResult":   "a write's reply",
	"DealChangeStepResult": "a write's reply",
	"DealCloseResult":      "a write's reply",
	"DealCreateResult":     "a write's reply",
	"DeleteResult":         "a write's reply",
	"DocumentWriteResult":  "a write's reply",
	"InvoiceCreateResult":  "a write's reply",
	"InvoicePayResult":     "a write's reply",
	"InvoiceRef":           "of a write's reply",
	"InvoiceSendResult":    "a write's reply",
	"ItemResult":           "a write's reply",
	"LeadCreateResult":     "a write's reply",
	"PaymentReport":        "of a write's reply",
	"PriceWriteResult":     "a write's reply",
	"TaskCompleteResult":   "a write's reply",
	"WriteResult":          "a write's reply",
}

// TestResults_KeepWhatThisPackageDoesNotKnow walks every struct that a method
// returns: a field that the vendor adds tomorrow has a place in it.
func TestResults_KeepWhatThisPackageDoesNotKnow(t *testing.T) {
	found := map[reflect.Type]bool{}
	services := reflect.TypeFor[salesman.Client]()
	for i := range services.NumField() {
		service := services.Field(i)
		if !service.IsExported() {
			continue
		}
		for j := range service.Type.NumMethod() {
			method := service.Type.Method(j).Type
			for k := range method.NumOut() {
				resultStructs(method.Out(k), found)
			}
		}
	}
	resultStructs(reflect.TypeFor[salesman.Webhook](), found)
	excused := map[string]bool{}
	for record := range found {
		extra, ok := record.FieldByName("Extra")
		name, _, _ := strings.Cut(record.Name(), "[")
		_, excuse := withoutExtra[name]
		excused[name] = true
		switch {
		case ok:
			assert.False(t, excuse, "%s has Extra", record)
			assert.Equal(t, `json:",embed,inline"`, string(extra.Tag), record)
			assert.Equal(t, reflect.TypeFor[map[string]json.RawMessage](), extra.Type, record)
		default:
			assert.True(t, excuse, "%s has no Extra", record)
		}
	}
	for name := range withoutExtra {
		assert.True(t, excused[name], "no result holds %s", name)
	}
	assert.Greater(t, len(found), 60)
}

// resultStructs adds the structs of this package that a value of type t may hold.
func resultStructs(t reflect.Type, found map[reflect.Type]bool) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		resultStructs(t.Elem(), found)
		return
	case reflect.Func: // an iterator: what it yields
		for i := range t.NumIn() {
			if yield := t.In(i); yield.Kind() == reflect.Func {
				for j := range yield.NumIn() {
					resultStructs(yield.In(j), found)
				}
			}
		}
		return
	case reflect.Struct:
	default:
		return
	}
	switch {
	case t == reflect.TypeFor[time.Time]() || found[t]:
		return
	case strings.HasPrefix(t.Name(), "Opt["):
		value, _ := t.MethodByName("Get")
		resultStructs(value.Type.Out(0), found)
		return
	case t.PkgPath() == reflect.TypeFor[salesman.Client]().PkgPath():
		found[t] = true
	case t.PkgPath() != reflect.TypeFor[frontdesk.Cursor]().PkgPath():
		return
	}
	for i := range t.NumField() {
		if t.Field(i).IsExported() {
			resultStructs(t.Field(i).Type, found)
		}
	}
}

// TestResults_KeepAFieldThatTheVendorAdds puts a new field into every record of every
// recorded reply to a read, and looks for it in what the method returns.
func TestResults_KeepAFieldThatTheVendorAdds(t *testing.T) {
	replayed := 0
	for _, rec := range contract.Recordings() {
		entry, ok := replays[rec.Operation]
		_, refused := entry.refused[rec.Name]
		if _, odd := entry.odd[rec.Name]; !ok || refused || odd || rec.API != "" || rec.Outcome != "ok" {
			continue
		}
		if contract.Load(contract.SalesMan).Operation(rec.Operation).Class != contract.Safe {
			continue
		}
		var body map[string]any
		dec := json.NewDecoder(strings.NewReader(rec.Response.BodyRaw))
		dec.UseNumber()
		if dec.Decode(&body) != nil {
			continue // a list without envelope, or behind a warning
		}
		added := 0
		body["data"] = withNewField(body["data"], &added)
		raw, err := json.Marshal(body)
		require.NoError(t, err)
		rec.Response.BodyRaw = string(raw)
		sm, _, p, _ := replayClient(t, rec)
		result, err := entry.call(t.Context(), sm, p)
		require.NoError(t, err, rec.Name)
		shown, err := sm.Marshal(result)
		require.NoError(t, err, rec.Name)
		assert.Equal(t, added, strings.Count(string(shown), `"zz_new"`), "%s: %s", rec.Name, shown)
		replayed++
	}
	assert.Greater(t, replayed, 70)
}

// withNewField adds a field to the records in v: the objects with an id, a title or
// a number in them.
func withNewField(v any, added *int) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = withNewField(v[i], added)
		}
	case map[string]any:
		record := false
		for name, member := range v {
			v[name] = withNewField(member, added)
			_, list := member.([]any)
			_, object := member.(map[string]any)
			record = record || !list && !object
		}
		if record {
			v["zz_new"] = "7"
			*added++
		}
	}
	return v
}

// TestWrites_SendNoFieldThatARecordWasReadWith: what stands in Extra of a record that
// is also written comes from a read, and the server has no parameter for it.
func TestWrites_SendNoFieldThatARecordWasReadWith(t *testing.T) {
	extra := map[string]json.RawMessage{"zz_new": json.RawMessage(`"7"`)}
	details := &salesman.BankDetails{INN: frontdesk.Some("0000000001"), Extra: extra}
	socials := &salesman.Socials{Skype: frontdesk.Some("jane"), Extra: extra}
	positions := []salesman.ActPosition{{LineID: 3, Quantity: "1", Extra: extra}}
	for name, write := range map[string]func(context.Context, *salesman.Client) error{
		"client.add": func(ctx context.Context, sm *salesman.Client) error {
			_, err := sm.Clients.CreateUnchecked(ctx, &salesman.ClientCreateParams{Title: "x", BankDetails: details})
			return err
		},
		"client.add.list": func(ctx context.Context, sm *salesman.Client) error {
			_, err := sm.Clients.CreateBatchUnchecked(ctx, []salesman.ClientCreateParams{{Title: "x", BankDetails: details}})
			return err
		},
		"client.update": func(ctx context.Context, sm *salesman.Client) error {
			_, err := sm.Clients.UpdateUnchecked(ctx, 7, &salesman.ClientUpdateParams{BankDetails: details})
			return err
		},
		"person.add": func(ctx context.Context, sm *salesman.Client) error {
			_, err := sm.Contacts.Add(ctx, &salesman.ContactCreateParams{Name: "x", Socials: socials})
			return err
		},
		"person.add.list": func(ctx context.Context, sm *salesman.Client) error {
			_, err := sm.Contacts.CreateBatchUnchecked(ctx, []salesman.ContactCreateParams{{Name: "x", Socials: socials}})
			return err
		},
		"person.update": func(ctx context.Context, sm *salesman.Client) error {
			_, err := sm.Contacts.Replace(ctx, 7, &salesman.ContactReplaceParams{Name: "x", Socials: *socials})
			return err
		},
		"akt.add": func(ctx context.Context, sm *salesman.Client) error {
			_, err := sm.Acts.CreateUnchecked(ctx, &salesman.ActCreateParams{DealID: 7, Positions: positions})
			return err
		},
		"akt.update": func(ctx context.Context, sm *salesman.Client) error {
			_, err := sm.Acts.Replace(ctx, 7, &salesman.ActReplaceParams{Positions: positions})
			return err
		},
	} {
		link := &exchanges{response: contract.RecordedResponse{Status: http.StatusOK, BodyRaw: `{"result":"Success","data":7}`}}
		sm, err := salesman.New("https://crm.example.com", "api@example.com", "test-key-000",
			frontdesk.NoRetry(), frontdesk.WithHTTPClient(&http.Client{Transport: link}))
		require.NoError(t, err)
		_ = write(t.Context(), sm) // the reply is not that of every operation
		require.Len(t, link.bodies, 1, name)
		assert.NotContains(t, string(link.bodies[0]), "zz_new", name)
		require.NoError(t, sm.Close())
	}
	for _, left := range []map[string]json.RawMessage{details.Extra, socials.Extra, positions[0].Extra} {
		assert.Equal(t, extra, left, "the caller's own record stays as it is")
	}
}

func TestDeals_GetNamesPayerAndOwnerWithoutTheirRecords(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	customer, payer := srv.AddClient("Acme"), srv.AddClient("Bank")
	id := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: customer, PayerID: payer})
	list, err := sm.Deals.List(t.Context(), nil)
	require.NoError(t, err)
	require.Len(t, list.Items, 1)

	deal, err := sm.Deals.Get(t.Context(), id, &salesman.DealGetParams{Payer: frontdesk.Some(salesman.YesNo(false))})
	require.NoError(t, err)
	assert.Nil(t, deal.Payer)
	assert.Equal(t, []any{payer, "Bank"}, []any{deal.PayerID, deal.PayerTitle})
	assert.NotEmpty(t, deal.OwnerName)
	assert.Equal(t, list.Items[0].OwnerName, deal.OwnerName)

	kept, err := sm.Marshal(deal)
	require.NoError(t, err)
	var read salesman.DealInfo
	require.NoError(t, sm.Unmarshal(kept, &read))
	assert.Equal(t, []any{payer, "Bank", deal.OwnerName}, []any{read.PayerID, read.PayerTitle, read.OwnerName})
}

// TestResults_RowsOfAnotherTableAreNoRows: what is unknown has a place now, but a row
// of nothing else is none of the list that was asked for.
func TestResults_RowsOfAnotherTableAreNoRows(t *testing.T) {
	for _, body := range []string{`{"data":[{"id":"1","title":"Retail"},{"nosuch":"1"}]}`, `{"data":[{"id":null,"title":null,"nosuch":null}]}`} {
		_, err := answering(t, body).Guides.Industries(t.Context())
		assert.ErrorIs(t, err, frontdesk.ErrDecode, body)
	}
	rows, err := answering(t, `{"data":[{"id":"1","nosuch":"1"}]}`).Guides.Industries(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []salesman.Industry{{ID: 1, Extra: map[string]json.RawMessage{"nosuch": json.RawMessage(`"1"`)}}}, rows)
}
