package salesmantest_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/contract"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

const (
	hookSecret  = "test-secret-0123456789"
	hookAddress = "/hooks/" + hookSecret
)

// receiver keeps the webhooks that the client's handler accepts.
type receiver struct {
	http.Handler
	mu    sync.Mutex
	hooks []*salesman.Webhook
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	r := &receiver{}
	handler, err := salesman.WebhookHandler(salesman.SecretInPath(hookSecret), func(_ context.Context, hook *salesman.Webhook) error {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.hooks = append(r.hooks, hook)
		return nil
	})
	require.NoError(t, err)
	r.Handler = handler
	return r
}

// take returns what came since the last time.
func (r *receiver) take() []*salesman.Webhook {
	r.mu.Lock()
	defer r.mu.Unlock()
	hooks := r.hooks
	r.hooks = nil
	return hooks
}

func (r *receiver) events() (events []salesman.WebhookEvent) {
	for _, hook := range r.take() {
		events = append(events, hook.Event)
	}
	return events
}

// eventPayload is the one that is set.
func eventPayload(t *testing.T, hook *salesman.Webhook) (payload any, extra map[string]json.RawMessage) {
	t.Helper()
	switch {
	case hook.Client != nil:
		return hook.Client, hook.Client.Extra
	case hook.Contact != nil:
		return hook.Contact, hook.Contact.Extra
	case hook.Deal != nil:
		return hook.Deal, hook.Deal.Extra
	case hook.Invoice != nil:
		return hook.Invoice, hook.Invoice.Extra
	case hook.Task != nil:
		return hook.Task, hook.Task.Extra
	case hook.Activity != nil:
		return hook.Activity, hook.Activity.Extra
	case hook.Lead != nil:
		return hook.Lead, hook.Lead.Extra
	case hook.Entry != nil:
		return hook.Entry, hook.Entry.Extra
	case hook.Document != nil:
		return hook.Document, hook.Document.Extra
	case hook.Act != nil:
		return hook.Act, hook.Act.Extra
	}
	t.Fatalf("%s has no payload", hook.Event)
	return nil, nil
}

// assertKept demands that the client's types hold all that an event brought: each
// field in one of its own, with the same value.
func assertKept(t *testing.T, sm *salesman.Client, hook *salesman.Webhook) {
	t.Helper()
	payload, extra := eventPayload(t, hook)
	var sent, kept map[string]any
	require.NoError(t, json.Unmarshal(hook.Data, &sent))
	data, err := sm.Marshal(payload)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(data, &kept))
	for name, value := range sent {
		_, isExtra := extra[name]
		if name == "event" || name == "identity" || name == "iduser1" {
			continue
		}
		assert.False(t, isExtra, "%s: %s has no field of its own", hook.Event, name)
		if name == "newparam" {
			assert.Equal(t, value, kept[name], hook.Event)
			continue
		}
		if (value == "0" || value == "") && kept[name] == nil {
			continue // zero is left out
		}
		assert.Equal(t, texts(value), texts(kept[name]), "%s: %s", hook.Event, name)
	}
}

// texts writes numbers as texts, as webhooks do.
func texts(v any) any {
	switch v := v.(type) {
	case float64:
		data, _ := json.Marshal(v)
		return string(data)
	case []any:
		list := make([]any, len(v))
		for i, item := range v {
			list[i] = texts(item)
		}
		return list
	}
	return v
}

func TestNewWebhook_MakesEachEventWithItsDocumentedPayload(t *testing.T) {
	var facts struct {
		Events []struct {
			Event  salesman.WebhookEvent
			Fields []struct{ Name string }
		}
	}
	require.NoError(t, contract.Load(contract.SalesMan).Fact("webhooks", &facts))
	require.Len(t, facts.Events, 39)
	sm := salesmantest.NewServer(t).Client()
	for _, e := range facts.Events {
		r, err := salesmantest.NewWebhook(hookAddress, e.Event, nil)
		require.NoError(t, err)
		hook, err := salesman.ParseWebhook(r, salesman.SecretInPath(hookSecret))
		require.NoError(t, err, e.Event)
		assert.Equal(t, e.Event, hook.Event)
		assert.EqualValues(t, 1, hook.AccountID)
		var sent map[string]any
		require.NoError(t, json.Unmarshal(hook.Data, &sent))
		for _, f := range e.Fields {
			require.Contains(t, sent, f.Name, e.Event)
			switch v := sent[f.Name].(type) {
			case float64, bool, nil:
				t.Errorf("%s: %s is %v, no text", e.Event, f.Name, v)
			}
		}
		assert.Len(t, sent, len(e.Fields), e.Event)
		assertKept(t, sm, hook)
	}
	r, err := salesmantest.NewWebhook("https://example.com/hooks?key="+hookSecret, salesman.WebhookClientChanged,
		map[string]any{"clid": 7, "user": nil, "newparam": map[string]any{"title": "Acme", "input1": true}, "clids": []int{}})
	require.NoError(t, err)
	hook, err := salesman.ParseWebhook(r, salesman.SecretInQuery("key", hookSecret))
	require.NoError(t, err)
	assert.JSONEq(t, `{"clid":"7","newparam":{"title":"Acme","input1":"1"},"identity":"1","iduser1":"2","event":"client.edit"}`, string(hook.Data))
	_, err = salesmantest.NewWebhook("::", salesman.WebhookTaskAdded, nil)
	require.Error(t, err)
	_, err = salesmantest.NewWebhook("/", salesman.WebhookTaskAdded, map[string]any{"id": func() {}})
	require.Error(t, err)
}

func TestWebhooks_EachCallReportsWhatItChanged(t *testing.T) {
	srv, r := salesmantest.NewServer(t, salesmantest.WithSpecificationUpdates()), newReceiver(t)
	srv.SendWebhooksToHandler(r, hookAddress)
	sm, ctx := srv.Client(), t.Context()
	manager := srv.AddUser("other@example.com", salesmantest.Login)
	all := map[salesman.WebhookEvent]bool{}
	did := func(what string, want ...salesman.WebhookEvent) func(err error) []*salesman.Webhook {
		return func(err error) []*salesman.Webhook {
			t.Helper()
			require.NoError(t, err, what)
			hooks := r.take()
			var events []salesman.WebhookEvent
			for _, hook := range hooks {
				events = append(events, hook.Event)
				all[hook.Event] = true
				assert.EqualValues(t, 2, hook.ActorID)
				assertKept(t, sm, hook)
			}
			require.Equal(t, want, events, what)
			return hooks
		}
	}

	client, err := sm.Clients.Create(ctx, &salesman.ClientCreateParams{Title: "Acme"})
	hooks := did("a client", salesman.WebhookClientAdded)(err)
	assert.Equal(t, client.ID, hooks[0].Client.ClientID)
	assert.EqualValues(t, 2, hooks[0].Client.OwnerID)
	_, err = sm.Clients.Update(ctx, client.ID, &salesman.ClientUpdateParams{
		Address: frontdesk.Some("1 Main St"), OwnerID: manager, BankDetails: &salesman.BankDetails{INN: frontdesk.Some("7700000000")},
	})
	hooks = did("its changes", salesman.WebhookClientChanged)(err)
	assert.Equal(t, manager, hooks[0].Client.OwnerID)
	assert.Equal(t, strconv.FormatInt(manager, 10), hooks[0].Client.Changed.Text("iduser"))
	assert.Equal(t, "1 Main St", hooks[0].Client.Changed.Text("address"))
	_, err = sm.Clients.CreateBatch(ctx, []salesman.ClientCreateParams{{Title: "One"}, {Title: "Two"}})
	did("two clients", salesman.WebhookClientAdded, salesman.WebhookClientAdded)(err)
	_, err = sm.Clients.Delete(ctx, client.ID+1)
	did("a client less", salesman.WebhookClientDeleted)(err)

	contact, err := sm.Contacts.Create(ctx, &salesman.ContactCreateParams{Name: "Jane", ClientID: client.ID, Email: "jane@example.com"})
	did("a contact", salesman.WebhookContactAdded)(err)
	_, err = sm.Contacts.Update(ctx, contact.ID, &salesman.ContactUpdateParams{Mobile: frontdesk.Some("+1 555 0100"), OwnerID: frontdesk.Some(manager)})
	hooks = did("its changes", salesman.WebhookContactOwnerChanged, salesman.WebhookContactChanged)(err)
	assert.Equal(t, "+1 555 0100", hooks[1].Contact.Changed.Text("mob"))
	_, err = sm.Contacts.Update(ctx, contact.ID, &salesman.ContactUpdateParams{Mobile: frontdesk.Some("+1 555 0100")})
	did("nothing")(err)
	_, err = sm.Contacts.Delete(ctx, contact.ID)
	did("a contact less", salesman.WebhookContactDeleted)(err)

	deal, err := sm.Deals.Create(ctx, &salesman.DealCreateParams{
		Title: "Phones", ClientID: client.ID, Step: "20", Lines: []salesman.DealLineParams{{Title: "Phone", Quantity: "10", Price: "100"}},
	})
	hooks = did("a deal", salesman.WebhookDealAdded)(err)
	assert.NotEmpty(t, hooks[0].Deal.Changed)
	_, err = sm.Deals.Update(ctx, deal.ID, &salesman.DealUpdateParams{Title: frontdesk.Some("Phones, new")})
	hooks = did("its title", salesman.WebhookDealChanged)(err)
	assert.Contains(t, hooks[0].Deal.Changed, "title")
	_, err = sm.Deals.Update(ctx, deal.ID, &salesman.DealUpdateParams{Lines: []salesman.DealLineParams{{Title: "Phone", Quantity: "20", Price: "50"}}})
	hooks = did("its lines", salesman.WebhookDealChanged)(err)
	assert.Equal(t, "Изменена спецификация", hooks[0].Deal.Comment)
	_, err = sm.Deals.ChangeStep(ctx, deal.ID, &salesman.DealChangeStepParams{Step: "80", Comment: "agreed"})
	hooks = did("its stage", salesman.WebhookDealStageChanged)(err)
	assert.EqualValues(t, 20, hooks[0].Deal.OldStage)
	assert.EqualValues(t, 80, hooks[0].Deal.NewStage)
	assert.Equal(t, hooks[0].Deal.Comment, hooks[0].Deal.Reason)
	invoice, err := sm.Invoices.Create(ctx, deal.ID, &salesman.InvoiceCreateParams{Number: "7"})
	hooks = did("an invoice", salesman.WebhookInvoiceAdded)(err)
	assert.Equal(t, salesman.Amount("1000"), hooks[0].Invoice.Amount)
	assert.Equal(t, invoice.ID, hooks[0].Invoice.ID)
	_, err = sm.Invoices.Pay(ctx, invoice.ID, &salesman.InvoicePayParams{Amount: "400"})
	hooks = did("a payment", salesman.WebhookInvoicePaid)(err)
	assert.Equal(t, salesman.Amount("400"), hooks[0].Invoice.Amount)
	assert.Equal(t, salesman.Amount("600"), hooks[0].Invoice.RestAmount)

	act, err := sm.Acts.Create(ctx, &salesman.ActCreateParams{DealID: deal.ID})
	hooks = did("an act", salesman.WebhookActAdded)(err)
	assert.Equal(t, act.Act.Number, hooks[0].Act.Number)
	_, err = sm.Acts.Update(ctx, act.ID, &salesman.ActUpdateParams{Description: frontdesk.Some("x")})
	did("its text", salesman.WebhookActChanged)(err)
	document, err := sm.Documents.Create(ctx, &salesman.DocumentCreateParams{TypeID: salesmantest.ContractTypeID, DealID: deal.ID})
	did("a document, which the CRM does not report")(err)
	_, err = sm.Documents.Update(ctx, document.ID, &salesman.DocumentUpdateParams{Title: frontdesk.Some("Contract")})
	hooks = did("its title", salesman.WebhookDocumentChanged)(err)
	assert.Equal(t, deal.ID, hooks[0].Document.DealID)
	_, err = sm.Documents.Delete(ctx, document.ID)
	hooks = did("a document less", salesman.WebhookDocumentDeleted)(err)
	assert.Equal(t, document.ID, hooks[0].Document.DeletedID)
	_, err = sm.Documents.Delete(ctx, act.ID)
	hooks = did("an act less", salesman.WebhookActAdded)(err)
	assert.Equal(t, act.ID, hooks[0].Act.ID)
	assert.Empty(t, hooks[0].Act.Number)

	task, err := sm.Tasks.Create(ctx, &salesman.TaskCreateParams{Title: "Call"})
	did("a reminder", salesman.WebhookTaskAdded)(err)
	_, err = sm.Tasks.Replace(ctx, task.ID, nil)
	did("its change", salesman.WebhookTaskChanged)(err)
	_, err = sm.Tasks.Complete(ctx, task.ID, nil)
	did("its end, without the activity", salesman.WebhookTaskDone)(err)

	_, err = sm.Deals.Close(ctx, deal.ID, &salesman.DealCloseParams{StatusID: 1, FinalAmount: "900"})
	hooks = did("the end of the deal", salesman.WebhookDealClosed)(err)
	assert.Equal(t, salesman.Amount("900"), hooks[0].Deal.Amount)
	assert.NotEmpty(t, hooks[0].Deal.Status)
	_, err = sm.Deals.ChangeUserUnchecked(ctx, deal.ID, &salesman.DealChangeUserParams{User: "other@example.com", Reason: "holidays"})
	hooks = did("another owner", salesman.WebhookDealOwnerChanged)(err)
	assert.Equal(t, manager, hooks[0].Deal.NewOwnerID)
	assert.Equal(t, "holidays", hooks[0].Deal.Comment)
	second, err := sm.Deals.Create(ctx, &salesman.DealCreateParams{Title: "Second", ClientID: client.ID})
	did("another deal", salesman.WebhookDealAdded)(err)
	_, err = sm.Deals.Delete(ctx, second.ID)
	did("a deal less", salesman.WebhookDealDeleted)(err)

	lead, err := sm.Leads.Create(ctx, &salesman.LeadCreateParams{Name: "Visitor", Phone: "+1 555 0199"})
	require.NoError(t, err)
	hooks = r.take()
	require.Len(t, hooks, 1)
	all[hooks[0].Event] = true
	assert.Equal(t, lead.ID, hooks[0].Lead.ID)
	assertKept(t, sm, hooks[0])
	srv.SetLeadOperators("other@example.com")
	_, err = sm.Leads.Create(ctx, &salesman.LeadCreateParams{Name: "Visitor", Phone: "+1 555 0198"})
	hooks = did("a lead that is given out", salesman.WebhookLeadAssigned)(err)
	assert.Equal(t, manager, hooks[0].Lead.OperatorID)
	assert.Zero(t, hooks[0].Lead.CoordinatorID)
	entry := srv.AddEntry(salesmantest.Entry{ClientID: client.ID})
	_, err = sm.Entries.SetStatus(ctx, entry, &salesman.EntrySetStatusParams{Status: salesman.EntryCancelled})
	hooks = did("an enquiry", salesman.WebhookEntryStatusChanged)(err)
	assert.Equal(t, salesman.EntryCancelled, hooks[0].Entry.Status)
	_, err = sm.Entries.SetStatus(ctx, entry, &salesman.EntrySetStatusParams{Status: salesman.EntryCancelled})
	did("nothing")(err)
	assert.Len(t, all, 25)
}

func TestWebhooks_ReadsAndFailuresAreNoEvents(t *testing.T) {
	srv, r := salesmantest.NewServer(t), newReceiver(t)
	id := srv.AddTask(salesmantest.Task{Title: "Call"})
	srv.SendWebhooksToHandler(r, hookAddress)
	sm, ctx := srv.Client(), t.Context()
	srv.AddContact(salesmantest.Contact{Name: "Put in"})
	_, err := sm.Tasks.Get(ctx, id)
	require.NoError(t, err)
	_, err = sm.Tasks.Delete(ctx, id+1)
	require.Error(t, err)
	_, err = sm.Deals.Create(ctx, &salesman.DealCreateParams{Title: "x", ClientID: 99})
	require.Error(t, err)
	_, err = sm.Tasks.Delete(ctx, id)
	require.NoError(t, err, "which the CRM does not report")
	_, err = sm.Activities.Create(ctx, &salesman.ActivityCreateParams{Content: "x", ClientID: 1, Date: day(2026, 3, 4)})
	require.NoError(t, err, "which the CRM reports of its interface alone")
	assert.Empty(t, r.events())
}

func TestWebhooks_OfACallWhoseScriptDied(t *testing.T) {
	srv, r := salesmantest.NewServer(t, salesmantest.WithPHP8Crashes()), newReceiver(t)
	srv.SendWebhooksToHandler(r, hookAddress)
	_, err := srv.Client().Contacts.Add(t.Context(), &salesman.ContactCreateParams{Name: "Jane"})
	require.ErrorIs(t, err, frontdesk.ErrServer)
	assert.Equal(t, []salesman.WebhookEvent{salesman.WebhookContactAdded}, r.events())
}

func TestSendWebhook_IsWhatTheInterfaceCauses(t *testing.T) {
	srv, r := salesmantest.NewServer(t), newReceiver(t)
	srv.SendWebhooksToHandler(r, hookAddress)
	sm := srv.Client()
	fields := map[string]any{"clid": 7, "pid": 8, "tid": 9, "autor": 2}
	require.NoError(t, srv.SendWebhook(salesman.WebhookClientExpressAdd, fields))
	hooks := r.take()
	require.Len(t, hooks, 3, "the express form is reported as what it makes")
	assert.EqualValues(t, 7, hooks[0].Client.ClientID)
	assert.EqualValues(t, 8, hooks[1].Contact.ContactID)
	assert.Equal(t, salesman.WebhookTaskAdded, hooks[2].Event)

	never := map[salesman.WebhookEvent]bool{}
	for _, event := range salesman.WebhookEvents() {
		require.NoError(t, srv.SendWebhook(event, map[string]any{"autor": 2}))
		for _, hook := range r.take() {
			assertKept(t, sm, hook)
			never[event] = true
		}
	}
	assert.Len(t, never, 39-5, "five are never sent")
	require.NoError(t, srv.SendWebhook(salesman.WebhookClientsImported, map[string]any{"clids": []int{1, 2}, "pids": []int{}}))
	assert.Equal(t, []int64{1, 2}, r.take()[0].Client.ClientIDs)
	require.Error(t, srv.SendWebhook(salesman.WebhookTaskAdded, map[string]any{"id": func() {}}))
}

func TestWebhooks_Destinations(t *testing.T) {
	srv, r, chosen := salesmantest.NewServer(t), newReceiver(t), newReceiver(t)
	target := httptest.NewServer(r)
	defer target.Close()
	srv.SendWebhooksTo(target.URL + hookAddress)
	srv.SendWebhooksToHandler(chosen, "{HOME}"+hookAddress, salesman.WebhookTaskChanged)
	srv.SendWebhooksTo("http://127.0.0.1:1/hook")
	srv.SendWebhooksToHandler(r, "/hooks/wrong-secret-000000")
	srv.SendWebhooksToHandler(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("oops") }), hookAddress)
	srv.SendWebhooksTo("::")
	_, err := srv.Client().Tasks.Create(t.Context(), &salesman.TaskCreateParams{Title: "Call"})
	require.NoError(t, err, "whatever the receivers do")
	assert.Equal(t, []salesman.WebhookEvent{salesman.WebhookTaskAdded}, r.events())
	assert.Empty(t, chosen.events())
	deliveries := srv.Deliveries()
	require.Len(t, deliveries, 5)
	assert.Equal(t, http.StatusOK, deliveries[0].Status)
	require.Error(t, deliveries[1].Err)
	assert.Equal(t, http.StatusUnauthorized, deliveries[2].Status)
	require.ErrorContains(t, deliveries[3].Err, "oops")
	require.Error(t, deliveries[4].Err)
}

func TestWebhooks_AReceiverMayCallTheServer(t *testing.T) {
	srv := salesmantest.NewServer(t)
	sm := srv.Client()
	handler, err := salesman.WebhookHandler(salesman.SecretInPath(hookSecret), func(ctx context.Context, hook *salesman.Webhook) error {
		_, err := sm.Tasks.Create(ctx, &salesman.TaskCreateParams{Title: "Greet", ClientID: hook.Client.ClientID})
		return err
	})
	require.NoError(t, err)
	srv.SendWebhooksToHandler(handler, hookAddress, salesman.WebhookClientAdded)
	client, err := sm.Clients.Create(t.Context(), &salesman.ClientCreateParams{Title: "Acme"})
	require.NoError(t, err)
	page, err := sm.Tasks.List(t.Context(), &salesman.TaskListParams{ClientID: client.ID})
	require.NoError(t, err)
	assert.Len(t, page.Items, 1)
}

func TestWebhooks_ASlowReceiverEndsAfterAMinuteOrWithTheServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := salesmantest.New()
		hang := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		srv.SendWebhooksToHandler(hang, hookAddress)
		start := time.Now()
		_, err := srv.Client(frontdesk.WithAttemptTimeout(time.Hour)).Tasks.Create(t.Context(), &salesman.TaskCreateParams{Title: "Call"})
		require.NoError(t, err)
		assert.Equal(t, time.Minute, time.Since(start))
		over := make(chan error)
		go func() { over <- srv.SendWebhook(salesman.WebhookTaskAdded, nil) }()
		synctest.Wait()
		start = time.Now()
		srv.Close()
		require.NoError(t, <-over)
		assert.Zero(t, time.Since(start))
	})
}
