package salesman_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestMails_RefuseRecipientsWhomTheServerWouldLeaveOut(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	ann, bob := "ann@example.com", "bob@example.com"
	for name, send := range map[string]func() error{
		"deal.invoice_mail": func() error {
			_, err := sm.Invoices.Send(ctx, 1, &salesman.InvoiceSendParams{To: []string{"clid:1", ann}})
			return err
		},
		"document.mail": func() error {
			_, err := sm.Documents.Send(ctx, 1, &salesman.DocumentSendParams{To: []string{ann}})
			return err
		},
		"akt.mail": func() error {
			_, err := sm.Acts.Send(ctx, 1, &salesman.ActSendParams{To: []string{ann, bob}})
			return err
		},
	} {
		err := send()
		require.ErrorIs(t, err, frontdesk.ErrInvalid)
		assert.Equal(t, []any{name, "email"}, []any{asError(t, err).Operation, asError(t, err).Field})
		assert.Zero(t, srv.Count(name))
	}
	_, err := sm.Acts.Send(ctx, 1, &salesman.ActSendParams{To: []string{ann}, ContactIDs: []int64{1}})
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	assert.Equal(t, "pid", asError(t, err).Field)
}

func TestMails_OfDocumentsGoToTheContactsThatAreNamed(t *testing.T) {
	srv := salesmantest.NewServer(t)
	jane := srv.AddContact(salesmantest.Contact{Name: "Jane", Email: "jane@example.com, j@example.com"})
	john := srv.AddContact(salesmantest.Contact{Name: "John", Email: "john@example.com"})
	deal := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: srv.AddClient("Acme"), ContactIDs: []int64{john}, Step: "80"})
	document := srv.AddDocument(salesmantest.Document{TypeID: 1, DealID: deal, Files: map[string][]byte{"a.docx": nil}})
	_, err := srv.Client().Documents.Send(t.Context(), document, &salesman.DocumentSendParams{ContactIDs: []int64{jane}})
	require.NoError(t, err)
	_, err = srv.Client().Acts.Send(t.Context(), srv.AddAct(salesmantest.Act{DealID: deal}), &salesman.ActSendParams{ContactIDs: []int64{jane}})
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"jane@example.com"}, {"jane@example.com"}}, [][]string{srv.Mails()[0].To, srv.Mails()[1].To})
}
