package salesmantest_test

import (
	"archive/zip"
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func documentID(d salesman.Document) int64 { return d.ID }

func TestDocuments_WhatIsStoredIsReadAndListedByEachFilter(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	clientID, _ := addRecordedDeals(t, srv, 1)
	other := srv.AddClient("Acme")
	made, err := sm.Documents.Create(ctx, &salesman.DocumentCreateParams{
		TypeID: 3, Title: "Factura", Description: "For phones", DealID: 1, ClientID: other, SignerID: 4, From: day(2026, 1, 1),
	})
	require.NoError(t, err)
	info, err := sm.Documents.Get(ctx, made.ID)
	require.NoError(t, err)
	assert.Equal(t, clientID, info.ClientID, "the deal's")
	assert.Equal(t, "Ромашка, ООО", info.Payer)
	assert.Equal(t, "Счет-фактура (XLCX)", info.Type)
	assert.Equal(t, "1", info.Number)
	assert.Equal(t, "2026-01-01", info.From.String())
	assert.Equal(t, time.December, info.Till.Month)
	assert.EqualValues(t, 4, info.SignerID)

	contract := srv.AddDocument(salesmantest.Document{
		TypeID: salesmantest.ContractTypeID, Number: "C-1", ClientID: other, Owner: salesmantest.Manager, Created: time.Date(2025, 3, 4, 12, 0, 0, 0, time.UTC),
	})
	srv.AddAct(salesmantest.Act{DealID: 1})
	for name, test := range map[string]struct {
		params salesman.DocumentListParams
		want   []int64
	}{
		"all":                {salesman.DocumentListParams{}, []int64{made.ID, contract}},
		"user":               {salesman.DocumentListParams{User: salesmantest.Manager}, []int64{contract}},
		"type":               {salesman.DocumentListParams{TypeIDs: salesman.IDs{3, 4}}, []int64{made.ID}},
		"client":             {salesman.DocumentListParams{ClientID: other}, []int64{contract}},
		"deal":               {salesman.DocumentListParams{DealID: 1}, []int64{made.ID}},
		"number":             {salesman.DocumentListParams{Word: "c-1"}, []int64{contract}},
		"title":              {salesman.DocumentListParams{Word: "fact"}, []int64{made.ID}},
		"text":               {salesman.DocumentListParams{Word: "phones"}, []int64{made.ID}},
		"before its day":     {salesman.DocumentListParams{Before: day(2025, 3, 4)}, []int64{}},
		"before the next":    {salesman.DocumentListParams{Before: day(2025, 3, 5)}, []int64{contract}},
		"from":               {salesman.DocumentListParams{From: day(2025, 3, 5)}, []int64{made.ID}},
		"by id":              {salesman.DocumentListParams{Order: salesman.DocumentOrderID}, []int64{contract, made.ID}},
		"by number":          {salesman.DocumentListParams{Order: salesman.DocumentOrderNumber, Direction: salesman.Ascending}, []int64{made.ID, contract}},
		"by title":           {salesman.DocumentListParams{Order: salesman.DocumentOrderTitle}, []int64{contract, made.ID}},
		"a page with no row": {salesman.DocumentListParams{Page: 1}, []int64{}},
	} {
		page, err := sm.Documents.List(ctx, &test.params)
		require.NoError(t, err, name)
		assert.Equal(t, test.want, idsOf(page.Items, documentID), name)
	}
	mine, err := clientAs(t, srv, salesmantest.Manager).Documents.List(ctx, nil)
	require.NoError(t, err)
	assert.Equal(t, []int64{contract}, idsOf(mine.Items, documentID))
	assert.Equal(t, 1, mine.Total.Or(0))
}

func TestDocuments_TypesStatusesAndNumbers(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	clientID, _ := addRecordedDeals(t, srv, 1)
	statuses, err := sm.Documents.Statuses(ctx)
	require.NoError(t, err)
	assert.Empty(t, statuses)
	kind := srv.AddDocumentType(salesmantest.DocumentType{Title: "Agreement", Format: "A-{cnum}/{YYYY}"})
	srv.AddTemplate(kind, "Agreement, short", "short.docx")
	status := srv.AddDocumentStatus(salesmantest.DocumentStatus{Title: "Signed", TypeIDs: []int64{kind}})
	statuses, err = sm.Documents.Statuses(ctx)
	require.NoError(t, err)
	require.Len(t, statuses, 1)
	assert.Len(t, statuses[0].Types.Titles, 1)

	made, err := sm.Documents.Create(ctx, &salesman.DocumentCreateParams{TypeID: kind, ClientID: clientID, CompanyID: 1, StatusID: status})
	require.NoError(t, err)
	assert.Equal(t, "A-1/"+time.Now().UTC().Format("2006"), made.Number)
	info, err := sm.Documents.Get(ctx, made.ID)
	require.NoError(t, err)
	assert.Equal(t, "Agreement", info.Title, "that of the type")
	assert.Equal(t, "Signed", info.Status)
	types, err := sm.Documents.Types(ctx)
	require.NoError(t, err)
	require.Len(t, types, 5)
	assert.Equal(t, "Agreement", types[0].Title)
	assert.Equal(t, "1", types[0].LastNumber)
	assert.Equal(t, "short.docx", types[0].Templates[0].File)
}

func TestDocuments_HaveTheServersTraps(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	clientID, _ := addRecordedDeals(t, srv, 1)
	id := srv.AddDocument(salesmantest.Document{TypeID: salesmantest.ContractTypeID, Title: "Mine", Description: "Text", ClientID: clientID, From: day(2020, 1, 1), Till: day(2021, 1, 1)})
	_, err := sm.Documents.Replace(ctx, id, &salesman.DocumentReplaceParams{DealID: 1})
	require.NoError(t, err)
	info, err := sm.Documents.Get(ctx, id)
	require.NoError(t, err)
	assert.Equal(t, "Договор", info.Title, "falls back to that of the type")
	assert.Equal(t, time.Now().UTC().Year(), info.From.Year)
	assert.Equal(t, "Text", info.Description)
	assert.EqualValues(t, 1, info.DealID)

	_, err = sm.Documents.Create(ctx, &salesman.DocumentCreateParams{TypeID: salesmantest.ContractTypeID, ClientID: 99, CompanyID: 1})
	requireCode(t, err, frontdesk.ErrNotFound, salesman.CodeMissing)
	_, err = sm.Documents.SetStatusUnchecked(ctx, id, &salesman.StatusChangeParams{StatusID: 3})
	require.NoError(t, err)
	_, err = sm.Documents.Delete(ctx, id)
	require.NoError(t, err)
	for _, call := range []func() error{
		func() error { _, err := sm.Documents.Get(ctx, id); return err },
		func() error { _, err := sm.Documents.Replace(ctx, id, nil); return err },
		func() error {
			_, err := sm.Documents.SetStatusUnchecked(ctx, id, &salesman.StatusChangeParams{StatusID: 3})
			return err
		},
		func() error { _, err := sm.Documents.Delete(ctx, id); return err },
		func() error { _, err := sm.Documents.Send(ctx, id, nil); return err },
	} {
		requireCode(t, call(), frontdesk.ErrNotFound, salesman.CodeNotFound)
	}
	act := srv.AddAct(salesmantest.Act{DealID: 1})
	_, err = sm.Documents.Get(ctx, act)
	require.ErrorIs(t, err, frontdesk.ErrNotFound)
	_, err = sm.Documents.Delete(ctx, act)
	require.NoError(t, err, "an act is deleted as a document, too")
	_, err = sm.Acts.Get(ctx, act)
	require.ErrorIs(t, err, frontdesk.ErrNotFound)
}

func TestDocuments_FilesCanBeFetchedAndSent(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	clientID, _ := addRecordedDeals(t, srv, 1)
	bare := srv.AddDocument(salesmantest.Document{TypeID: 1, DealID: 1})
	_, err := sm.Documents.Send(ctx, bare, nil)
	requireCode(t, err, frontdesk.ErrValidation, salesman.CodeRefused)
	_, err = sm.Documents.Send(ctx, bare, &salesman.DocumentSendParams{TemplateID: 1})
	require.NoError(t, err)
	assert.Equal(t, []string{"sidorov@example.com"}, srv.Mails()[0].To)

	made, err := sm.Documents.Create(ctx, &salesman.DocumentCreateParams{TypeID: 1, DealID: 1, Title: "Receipt", TemplateID: 1, PDF: true})
	require.NoError(t, err)
	require.Len(t, made.Files, 2)
	assert.Contains(t, made.Report, "Receipt №")
	contentType, data := fetch(t, srv, made.Files[0].URL)
	assert.Contains(t, contentType, "wordprocessingml")
	_, err = zip.NewReader(bytes.NewReader(data), int64(len(data)))
	require.NoError(t, err)
	_, data = fetch(t, srv, made.Files[1].URL)
	assert.Equal(t, "%PDF", string(data[:4]))
	_, err = sm.Documents.Replace(ctx, made.ID, &salesman.DocumentReplaceParams{Title: "New", TemplateID: 1})
	require.NoError(t, err)
	info, err := sm.Documents.Get(ctx, made.ID)
	require.NoError(t, err)
	require.Len(t, info.Files, 1, "earlier files are gone")
	assert.Contains(t, info.Files[0].Name, "New №")

	own := srv.AddDocument(salesmantest.Document{TypeID: salesmantest.ContractTypeID, ClientID: clientID, Files: map[string][]byte{"scan.pdf": []byte("\x00\xff%PDF")}})
	info, err = sm.Documents.Get(ctx, own)
	require.NoError(t, err)
	_, data = fetch(t, srv, info.Files[0].URL)
	assert.Equal(t, "\x00\xff%PDF", string(data))
	_, err = sm.Documents.Send(ctx, own, &salesman.DocumentSendParams{To: []string{"clid:99"}})
	requireCode(t, err, frontdesk.ErrValidation, salesman.CodeNotPossible)
}
