package salesman_test

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/frontdesktest"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// What an account hides the server drops without a word; with the option it is refused,
// and nothing is written.
func TestFieldCheck_RefusesWhatTheAccountHides(t *testing.T) {
	srv := salesmantest.NewServer(t)
	srv.SetDealFields("idcategory", "datum_plan", "kol", "marg", "payer")
	sm := srv.Client(salesman.WithFieldCheck())
	client := srv.AddClient("Acme")
	contact := srv.AddContact(salesmantest.Contact{Name: "Jane", ClientID: client})
	deal := srv.AddDeal(salesmantest.Deal{Title: "Phones", ClientID: client})
	input := map[string]json.RawMessage{"input9": json.RawMessage(`"blue"`)}

	for name, tc := range map[string]struct {
		field string
		write func(context.Context) error
	}{
		"client": {"territory", func(ctx context.Context) error {
			_, err := sm.Clients.Create(ctx, &salesman.ClientCreateParams{Title: "Bolt", Phone: "15550100", Territory: "North"})
			return err
		}},
		"own field of a client": {"input9", func(ctx context.Context) error {
			_, err := sm.Clients.Create(ctx, &salesman.ClientCreateParams{Title: "Bolt", Extra: input})
			return err
		}},
		"list of clients": {"client.1.head_clid", func(ctx context.Context) error {
			_, err := sm.Clients.CreateBatch(ctx, []salesman.ClientCreateParams{{Title: "Bolt"}, {Title: "Nut", HeadID: client}})
			return err
		}},
		"update of a client": {"clientpath", func(ctx context.Context) error {
			_, err := sm.Clients.Update(ctx, client, &salesman.ClientUpdateParams{
				Phone: frontdesk.Some("15550101"), Source: frontdesk.Some("fair"),
			})
			return err
		}},
		"clearing of a client's field": {"idcategory", func(ctx context.Context) error {
			_, err := sm.Clients.Update(ctx, client, &salesman.ClientUpdateParams{Industry: frontdesk.Null[string]()})
			return err
		}},
		"contact": {"persons.0.rol", func(ctx context.Context) error {
			_, err := sm.Contacts.Create(ctx, &salesman.ContactCreateParams{Name: "John", Role: "buyer"})
			return err
		}},
		"update of a contact": {"rol", func(ctx context.Context) error {
			_, err := sm.Contacts.Update(ctx, contact, &salesman.ContactUpdateParams{
				JobTitle: frontdesk.Some("buyer"), Role: frontdesk.Some("buyer"),
			})
			return err
		}},
		"deal": {"content", func(ctx context.Context) error {
			_, err := sm.Deals.Create(ctx, &salesman.DealCreateParams{Title: "Cables", ClientID: client, Description: "long ones"})
			return err
		}},
		"update of a deal": {"adres", func(ctx context.Context) error {
			_, err := sm.Deals.Update(ctx, deal, &salesman.DealUpdateParams{
				Title: frontdesk.Some("Two phones"), Extra: map[string]json.RawMessage{"adres": json.RawMessage(`"Main Street"`)},
			})
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			srv.ResetRequests()
			err := tc.write(t.Context())
			require.ErrorIs(t, err, frontdesk.ErrInvalid)
			e, _ := errors.AsType[*frontdesk.Error](err)
			assert.Equal(t, tc.field, e.Field)
			assert.False(t, e.MayHaveHappened())
			for _, r := range srv.Requests() {
				assert.Contains(t, []string{"client.fields", "person.fields", "deal.fields"}, r.Operation)
			}
		})
	}
}

func TestFieldCheck_TakesWhatTheAccountShowsAndStores(t *testing.T) {
	srv := salesmantest.NewServer(t, salesmantest.WithContactFields("rol", "loyalty", "clientpath", "input1"))
	sm, ctx := srv.Client(salesman.WithFieldCheck()), t.Context()

	client, err := sm.Clients.Create(ctx, &salesman.ClientCreateParams{
		Title: "Acme", UID: "crm-1", Type: salesman.ClientTypePerson, Owner: salesmantest.Login, Phone: "15550100", Email: "acme@example.com",
		Description: "first", Created: time.Now(), BankDetails: &salesman.BankDetails{INN: frontdesk.Some("1234567890")},
	})
	require.NoError(t, err)
	_, err = sm.Clients.Update(ctx, client.ID, &salesman.ClientUpdateParams{
		Title: frontdesk.Some("Acme Ltd"), Type: salesman.ClientTypeClient, OwnerID: 2, Address: frontdesk.Some("Main Street"),
		BankDetails: &salesman.BankDetails{KPP: frontdesk.Some("123456789")},
	})
	require.NoError(t, err)
	contact, err := sm.Contacts.Create(ctx, &salesman.ContactCreateParams{
		Name: "Jane", ClientID: client.ID, Owner: salesmantest.Login, Main: true, JobTitle: "buyer", Phone: "15550101", Mobile: "15550102", Fax: "15550103",
		Email: "jane@example.com", Role: "buyer", SourceID: 1, LoyaltyID: 1, Socials: &salesman.Socials{Blog: frontdesk.Some("blog.example.com")},
		Extra: map[string]json.RawMessage{"input1": json.RawMessage(`"blue"`)},
	})
	require.NoError(t, err)
	_, err = sm.Contacts.Update(ctx, contact.ID, &salesman.ContactUpdateParams{
		Name: frontdesk.Some("Jane Doe"), OwnerID: frontdesk.Some[int64](2), JobTitle: frontdesk.Some("head"), LoyaltyID: frontdesk.Some[int64](1),
		SourceID: frontdesk.Some[int64](1), Socials: &salesman.Socials{Blog: frontdesk.Some("jane.example.com")},
	})
	require.NoError(t, err)
	today := salesman.DateOf(time.Now())
	deal, err := sm.Deals.Create(ctx, &salesman.DealCreateParams{
		Title: "Phones", UID: "d-1", ClientID: client.ID, PayerID: client.ID, Owner: salesmantest.Login, Step: "20", Planned: today, Direction: "1", Type: "6",
		CompanyID: 1, Amount: "100", Margin: "10", ContactIDs: salesman.IDs{contact.ID}, Description: "black", From: today, Till: today,
	})
	require.NoError(t, err)
	_, err = sm.Deals.Update(ctx, deal.ID, &salesman.DealUpdateParams{
		Title: frontdesk.Some("Two phones"), ClientID: frontdesk.Some(client.ID), Planned: frontdesk.Some(today), Amount: frontdesk.Some[salesman.Amount]("200"),
		Margin: frontdesk.Some[salesman.Amount]("20"), ContactIDs: frontdesk.Some(salesman.IDs{contact.ID}), From: frontdesk.Some(today),
		Extra: map[string]json.RawMessage{"adres": json.RawMessage(`"Main Street"`), "coid1": json.RawMessage(`"7"`)},
	})
	require.NoError(t, err)

	for _, operation := range []string{"client.fields", "person.fields", "deal.fields"} {
		assert.Equal(t, 1, writes(srv, operation), "%s is kept", operation)
	}
}

func TestFieldCheck_SeesAFieldThatIsMadeVisible(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm, ctx := srv.Client(salesman.WithFieldCheck()), t.Context()
	create := func(title string) (*salesman.WriteResult, error) {
		return sm.Clients.Create(ctx, &salesman.ClientCreateParams{Title: title, Territory: "North"})
	}
	_, err := create("Acme")
	require.ErrorIs(t, err, frontdesk.ErrInvalid)
	srv.SetClientFields("title", "iduser", "territory")
	_, err = create("Acme")
	require.NoError(t, err)
	_, err = create("Bolt")
	require.NoError(t, err)
	assert.Equal(t, 2, writes(srv, "client.fields"))
}

func TestFieldCheck_IsOffUnlessAskedForAndForPlainCalls(t *testing.T) {
	srv := salesmantest.NewServer(t)
	ctx, hidden := t.Context(), &salesman.ClientCreateParams{Title: "Acme", Territory: "North"}
	_, err := srv.Client().Clients.Create(ctx, hidden)
	require.NoError(t, err)
	_, err = srv.Client(salesman.WithFieldCheck()).Clients.CreateUnchecked(ctx, &salesman.ClientCreateParams{Title: "Bolt", Territory: "North"})
	require.NoError(t, err)
	assert.Zero(t, writes(srv, "client.fields"))
}

func TestFieldCheck_TellsAFailedLookFromTheWrite(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client(salesman.WithFieldCheck(), frontdesk.NoRetry())
	srv.Fail(frontdesktest.Status(503).On("client.fields"))
	_, err := sm.Clients.Create(t.Context(), &salesman.ClientCreateParams{Title: "Acme", Phone: "15550100"})
	e, ok := errors.AsType[*frontdesk.Error](err)
	require.True(t, ok, "%v", err)
	assert.Equal(t, "client.fields", e.Operation)
	assert.False(t, e.MayHaveHappened())
	assert.Zero(t, writes(srv, "client.add"))
}

func TestFieldCheck_ServesManyAtOnce(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client(salesman.WithFieldCheck())
	client := srv.AddClient("Acme")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := sm.Clients.Update(t.Context(), client, &salesman.ClientUpdateParams{Phone: frontdesk.Some("15550100")})
			assert.NoError(t, err)
			_, err = sm.Clients.Update(t.Context(), client, &salesman.ClientUpdateParams{Territory: frontdesk.Some("North")})
			assert.ErrorIs(t, err, frontdesk.ErrInvalid)
		})
	}
	all.Wait()
}
