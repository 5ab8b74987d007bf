package salesman_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/salesman"
	"github.com/frontdesk-go/frontdesk/salesman/salesmantest"
)

// updates are the updates that read a record first.
var updates = map[string]func(ctx context.Context, sm *salesman.Client) error{
	"price.update": func(ctx context.Context, sm *salesman.Client) error {
		_, err := sm.Price.Update(ctx, 7, &salesman.PriceUpdateParams{Title: frontdesk.Some("x")})
		return err
	},
	"budget.update": func(ctx context.Context, sm *salesman.Client) error {
		_, err := sm.Budget.Update(ctx, 7, &salesman.BudgetUpdateParams{Title: frontdesk.Some("x")})
		return err
	},
	"task.update": func(ctx context.Context, sm *salesman.Client) error {
		_, err := sm.Tasks.Update(ctx, 7, &salesman.TaskUpdateParams{Title: frontdesk.Some("x"), TakeOver: true})
		return err
	},
	"currency.update": func(ctx context.Context, sm *salesman.Client) error {
		_, err := sm.Currencies.Update(ctx, 7, &salesman.CurrencyUpdateParams{Name: frontdesk.Some("x")})
		return err
	},
	"akt.update": func(ctx context.Context, sm *salesman.Client) error {
		_, err := sm.Acts.Update(ctx, 7, &salesman.ActUpdateParams{Description: frontdesk.Some("x")})
		return err
	},
	"document.update": func(ctx context.Context, sm *salesman.Client) error {
		_, err := sm.Documents.Update(ctx, 7, &salesman.DocumentUpdateParams{Title: frontdesk.Some("x")})
		return err
	},
	"deal.update": func(ctx context.Context, sm *salesman.Client) error {
		_, err := sm.Deals.Update(ctx, 7, &salesman.DealUpdateParams{Title: frontdesk.Some("x")})
		return err
	},
	"person.update": func(ctx context.Context, sm *salesman.Client) error {
		_, err := sm.Contacts.Update(ctx, 7, &salesman.ContactUpdateParams{Name: frontdesk.Some("x")})
		return err
	},
}

// reads are the methods that read one record.
var reads = map[string]func(ctx context.Context, sm *salesman.Client) error{
	"client.info": func(ctx context.Context, sm *salesman.Client) error {
		_, err := sm.Clients.Get(ctx, 7, nil)
		return err
	},
	"client.info 2": func(ctx context.Context, sm *salesman.Client) error {
		_, err := sm.Clients.GetByUID(ctx, "7", nil)
		return err
	},
	"person.info": func(ctx context.Context, sm *salesman.Client) error {
		_, err := sm.Contacts.Get(ctx, 7, nil)
		return err
	},
	"deal.info":     func(ctx context.Context, sm *salesman.Client) error { _, err := sm.Deals.Get(ctx, 7, nil); return err },
	"invoice.info":  func(ctx context.Context, sm *salesman.Client) error { _, err := sm.Invoices.Get(ctx, 7); return err },
	"akt.info":      func(ctx context.Context, sm *salesman.Client) error { _, err := sm.Acts.Get(ctx, 7); return err },
	"document.info": func(ctx context.Context, sm *salesman.Client) error { _, err := sm.Documents.Get(ctx, 7); return err },
	"task.info":     func(ctx context.Context, sm *salesman.Client) error { _, err := sm.Tasks.Get(ctx, 7); return err },
	"history.info":  func(ctx context.Context, sm *salesman.Client) error { _, err := sm.Activities.Get(ctx, 7); return err },
	"lead.info":     func(ctx context.Context, sm *salesman.Client) error { _, err := sm.Leads.Get(ctx, 7); return err },
	"entry.info":    func(ctx context.Context, sm *salesman.Client) error { _, err := sm.Entries.Get(ctx, 7); return err },
	"budget.info":   func(ctx context.Context, sm *salesman.Client) error { _, err := sm.Budget.Get(ctx, 7); return err },
	"currency.info": func(ctx context.Context, sm *salesman.Client) error { _, err := sm.Currencies.Get(ctx, 7); return err },
	"price.info": func(ctx context.Context, sm *salesman.Client) error {
		_, err := sm.Price.Get(ctx, &salesman.PriceGetParams{ID: 7})
		return err
	},
	"user.user": func(ctx context.Context, sm *salesman.Client) error {
		_, err := sm.Users.Get(ctx, &salesman.UserGetParams{ID: 7})
		return err
	},
}

func TestRecords_WithoutTheirIDAreNotFoundAndNeverWritten(t *testing.T) {
	for name, body := range map[string]string{
		"empty": `{"data":{},"budget":{}}`, "null": `{"data":null,"budget":null}`, "list": `{"data":[],"budget":[]}`, "nothing": `{}`,
		"nulls": `{"data":{"clid":null,"pid":null,"person":null,"crid":null,"deid":null,"tid":null,"cid":null,"id":null,"ide":null,"prid":null,"iduser":null,"title":null},"budget":{"id":null,"title":null}}`,
		"zero":  `{"data":{"clid":0,"pid":0,"crid":0,"deid":"0","tid":0,"cid":0,"id":0,"ide":0,"prid":0,"iduser":0,"title":"x"},"budget":{"id":"0","title":"x"}}`,
	} {
		for _, calls := range []map[string]func(ctx context.Context, sm *salesman.Client) error{reads, updates} {
			for operation, call := range calls {
				t.Run(name+"/"+operation, func(t *testing.T) {
					srv := salesmantest.NewServer(t)
					srv.Fail(json200(body).Always())
					sm := srv.Client(frontdesk.NoRetry())
					assert.Error(t, call(t.Context(), sm))
					for _, r := range srv.Requests() {
						assert.NotContains(t, r.Operation, ".update")
					}
					if _, reading := reads[operation]; reading && name != "nothing" && !(operation == "deal.info" && (name == "nulls" || name == "zero")) {
						assert.ErrorIs(t, call(t.Context(), sm), frontdesk.ErrNotFound)
					}
				})
			}
		}
	}
}
