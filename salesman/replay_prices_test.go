package salesman_test

import (
	"context"
	"strings"

	"github.com/frontdesk-go/frontdesk/salesman"
)

var currencyReplays = map[string]replay{
	"currency.list": {
		call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) { return sm.Currencies.List(ctx) },
	},
	"currency.info": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Currencies.Get(ctx, p.id("id"))
		},
		refused: map[string]string{"currency.info.bad-id.json": "id"},
	},
	"currency.add": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Currencies.Create(ctx, into[salesman.CurrencyCreateParams](p))
		},
		refused: map[string]string{"currency.add.no-name.json": "name", "currency.add.bad-course.json": "course"},
	},
	"currency.update": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Currencies.Replace(ctx, p.id("id"), into[salesman.CurrencyReplaceParams](p, "id"))
		},
		adds:      decimalPoints("course"),
		unchanged: unchangedWrite,
		refused:   map[string]string{"currency.update.no-id.json": "course", "currency.update.no-name.json": "name"},
	},
	"currency.delete": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Currencies.Delete(ctx, p.id("id"))
		},
		refused: map[string]string{"currency.delete.no-id.json": "id"},
	},
	"currency.history": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Currencies.CreateActivityUnchecked(ctx, into[salesman.ActivityCreateParams](p))
		},
		refused: map[string]string{"currency.history.no-params.json": "content", "currency.history.ok.json": "content"},
	},
}

var allPrices = []string{"price_in", "price_1", "price_2", "price_3", "price_4", "price_5"}

var priceReplays = map[string]replay{
	"price.fields": {
		call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) { return sm.Price.Fields(ctx) },
	},
	"price.info": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Price.Get(ctx, into[salesman.PriceGetParams](p))
		},
		refused: map[string]string{"price.info.no-params.json": "id"},
		accept:  map[string]string{"prid": "it repeats the id sent, which is none here"},
	},
	"price.list": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Price.List(ctx, into[salesman.PriceListParams](p))
		},
		refused: map[string]string{"price.list.order-unknown.json": "order"},
	},
	"price.add": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Price.Create(ctx, into[salesman.PriceCreateParams](p))
		},
		adds: func(want map[string]any) {
			decimalPoints(allPrices...)(want)
			delete(want, "category") // the server ignores them
			delete(want, "description")
			if want["archive"] == "no" { // the server's default
				delete(want, "archive")
			}
		},
		refused: map[string]string{"price.add.no-title.json": "title", "price.add.bad-price.json": "price_1"},
	},
	"price.update": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Price.Replace(ctx, p.id("id"), into[salesman.PriceReplaceParams](p, "id"))
		},
		adds:      decimalPoints(allPrices...),
		unchanged: func(result any) bool { return !result.(*salesman.PriceWriteResult).Changed },
		refused:   map[string]string{"price.update.ok.json": "id", "price.update.newartikul.json": "id"},
	},
	"price.delete": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Price.Delete(ctx, p.id("id"))
		},
		refused: map[string]string{
			"price.delete.by-artikul.json": "id", "price.delete.no-params.json": "id",
		},
	},
	"price.category_list": {
		call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) {
			return sm.Price.ListCategories(ctx)
		},
	},
	"price.category_add": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Price.CreateCategory(ctx, into[salesman.PriceCategoryParams](p))
		},
		refused: map[string]string{"price.category.add.no-title.json": "title"},
	},
	"price.category_update": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Price.ReplaceCategory(ctx, p.id("id"), into[salesman.PriceCategoryParams](p, "id"))
		},
		unchanged: func(result any) bool { return !result.(*salesman.PriceWriteResult).Changed },
	},
	"price.category_delete": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Price.DeleteCategory(ctx, p.id("id"))
		},
	},
}

var guideReplays = map[string]replay{
	"guides.category": {
		call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) {
			return sm.Guides.Industries(ctx)
		},
	},
	"guides.territory": {
		call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) {
			return sm.Guides.Territories(ctx)
		},
	},
	"guides.relations": {
		call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) { return sm.Guides.Relations(ctx) },
	},
	"guides.clientpath": {
		call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) { return sm.Guides.Sources(ctx) },
	},
	"guides.company_list": {
		call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) { return sm.Guides.Companies(ctx) },
	},
	"guides.company_listfull": {
		call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) {
			return sm.Guides.CompaniesFull(ctx)
		},
	},
	"guides.company_bank": {
		call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) {
			return sm.Guides.BankAccounts(ctx)
		},
	},
	"guides.company_signers": {
		call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) { return sm.Guides.Signers(ctx) },
	},
}

const otherEndpoint = "an older name of the endpoint"

// asCaller: the login is sent as the user.
func asCaller(want map[string]any) {
	delete(want, "login")
	if want["user"] == nil {
		want["user"] = "api@crm.test"
	}
}

var figureReplays = map[string]replay{
	"statistic.list": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Statistics.Summary(ctx, into[salesman.StatisticsSummaryParams](p))
		},
		adds:    asCaller,
		odd:     map[string]string{"metrika.list.no-period.json": otherEndpoint, "metrika.list.unknown-user.json": otherEndpoint},
		refused: map[string]string{"statistic.list.empty-period.json": "period", "statistic.list.no-period.json": "period", "statistic.list.wrong-key.json": "period"},
	},
	"statistic.clients": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Statistics.NewClients(ctx, into[salesman.StatisticsParams](p))
		},
		adds:    asCaller,
		refused: map[string]string{"statistic.clients.bad-period.json": "period"},
	},
	"statistic.deals_new": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Statistics.NewDeals(ctx, into[salesman.StatisticsParams](p))
		},
		adds: asCaller,
		refused: map[string]string{
			"statistic.dealsNew.bad-period.json": "period", "statistic.dealsNew.no-period.json": "period",
		},
	},
	"statistic.deals_close": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Statistics.ClosedDeals(ctx, into[salesman.StatisticsParams](p))
		},
		refused: map[string]string{
			"statistic.dealsClose.bad-period.json": "period", "statistic.dealsClose.no-period.json": "period",
		},
	},
	"statistic.invoices": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Statistics.Invoices(ctx, into[salesman.StatisticsParams](p))
		},
		adds:    asCaller,
		refused: map[string]string{"statistic.invoices.no-period.json": "period"},
	},
	"statistic.payments": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Statistics.Payments(ctx, into[salesman.StatisticsParams](p))
		},
		adds:    asCaller,
		refused: map[string]string{"statistic.payments.bad-period.json": "period"},
	},
	"user.user": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Users.Get(ctx, into[salesman.UserGetParams](p))
		},
	},
	"user.user_list": {
		call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) { return sm.Users.List(ctx) },
	},
	"user.user_add": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Users.CreateUnchecked(ctx, into[salesman.UserCreateParams](p))
		},
		adds:    func(want map[string]any) { delete(want, "email") }, // the server ignores it
		refused: map[string]string{"user.user.add.no-login.json": "user"},
	},
	"calls.list": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Calls.List(ctx, into[salesman.CallListParams](p))
		},
		adds: func(want map[string]any) { want["order"] = "datum" },
	},
	"calls.add": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			list := into[struct {
				Calls []salesman.CallCreateParams `json:"calls"`
			}](p)
			return sm.Calls.CreateBatch(ctx, list.Calls)
		},
		adds: func(want map[string]any) { // numbers are sent as digits
			calls, _ := want["calls"].([]any)
			for _, item := range calls {
				call := item.(map[string]any)
				for _, name := range []string{"src", "dst"} {
					if text, ok := call[name].(string); ok {
						call[name] = strings.NewReplacer("+", "", "(", "", ")", "", "-", "").Replace(text)
					}
				}
			}
		},
		refused: map[string]string{"calls.add.missing-array.json": "calls", "calls.add.no-direct.json": "calls.0.direct"},
	},
}
