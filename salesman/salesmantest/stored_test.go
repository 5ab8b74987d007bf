package salesmantest_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

func TestContacts_BecomeTheMainOneAndThatOfADeal(t *testing.T) {
	srv := salesmantest.NewServer(t)
	srv.SetClientFields("title", "iduser", "pid", "phone")
	sm, ctx := srv.Client(), t.Context()
	client := srv.AddClient("Acme")
	deal := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: client})

	jane, err := sm.Contacts.Create(ctx, &salesman.ContactCreateParams{Name: "Jane", ClientID: client, DealID: deal, Main: true})
	require.NoError(t, err)
	info, err := sm.Clients.Get(ctx, client, nil)
	require.NoError(t, err)
	assert.Equal(t, jane.ID, info.ContactID)
	found, err := sm.Deals.Get(ctx, deal, nil)
	require.NoError(t, err)
	require.Len(t, found.Contacts, 1)
	assert.Equal(t, jane.ID, found.Contacts[0].ID)

	john, err := sm.Contacts.Create(ctx, &salesman.ContactCreateParams{Name: "John", ClientID: client})
	require.NoError(t, err)
	info, err = sm.Clients.Get(ctx, client, nil)
	require.NoError(t, err)
	assert.Equal(t, jane.ID, info.ContactID, "a second contact is not the main one")
	_, err = sm.Contacts.Replace(ctx, john.ID, &salesman.ContactReplaceParams{Name: "John", ClientID: client, OwnerID: 2, Main: true})
	require.NoError(t, err)
	info, err = sm.Clients.Get(ctx, client, nil)
	require.NoError(t, err)
	assert.Equal(t, john.ID, info.ContactID)
}

func TestMails_KeepTheirCopies(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(), t.Context()
	client := srv.AddClient("Acme")
	deal := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: client, Step: "80"})
	copied, hidden := []salesman.MailAddress{{Name: "Copy", Email: "cc@example.com"}}, []salesman.MailAddress{{Email: "bcc@example.com"}}
	act := srv.AddAct(salesmantest.Act{DealID: deal})
	_, err := sm.Acts.Send(ctx, act, &salesman.ActSendParams{To: []string{"jane@example.com"}, CC: copied, BCC: hidden})
	require.NoError(t, err)
	mails := srv.Mails()
	require.Len(t, mails, 1)
	assert.Equal(t, []string{"jane@example.com"}, mails[0].To)
	assert.Equal(t, copied, mails[0].CC)
	assert.Equal(t, hidden, mails[0].BCC)
}

func TestUsers_WhatNoOperationShowsIsStored(t *testing.T) {
	srv := salesmantest.NewServer(t)
	_, err := srv.Client(frontdesk.NoRetry()).Users.Create(t.Context(), &salesman.UserCreateParams{
		Login: "new@example.com", Password: "a-long-password", Fax: "+1 555 0103", Birthday: salesman.Date{Year: 2000, Month: time.May, Day: 6},
	})
	require.NoError(t, err)
	users := srv.Users()
	added := users[len(users)-1]
	assert.Equal(t, [4]string{"new@example.com", "a-long-password", "+1 555 0103", "2000-05-06"}, [4]string{added.Login, added.Password, added.Fax, added.Birthday})
}
