package salesman_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/frontdesk-go/frontdesk/salesman"
)

func init() {
	for id, entry := range dealReplays {
		replays[id] = entry
	}
	for id, entry := range clientReplays {
		replays[id] = entry
	}
	for id, entry := range paperReplays {
		replays[id] = entry
	}
	for id, tree := range recordParams {
		exampleParams[id] = tree
	}
	for _, name := range []string{
		"client.add.200.duplicate.server.json", "client.add.200.no_title.server.json", "client.delete.200.has_deals.server.json",
		"client.add_list.200.server.json", "deal.change_close.200.already.server.json", "deal.invoice_pdf.200.failed.server.json", "deal.delete.200.has_invoices.server.json",
		"deal.invoice_info.200.unknown_id.server.json", "deal.invoice_mail.200.error.json", "document.mail.200.error.json",
	} {
		failing[name] = true
	}
}

// recordParams are parameters with which the methods send something.
var recordParams = map[string]map[string]any{
	"client.info": {"clid": "1"}, "client.add": {"title": "x"}, "client.update": {"clid": "1"}, "client.delete": {"clid": "1"},
	"client.add_list": {"client": []any{map[string]any{"title": "x"}, map[string]any{"title": "y"}, map[string]any{"title": "z"}}},
	"deal.info":       {"did": "1"}, "deal.add": {"title": "x", "clid": "1"}, "deal.update": {"did": "1"},
	"deal.change_step": {"did": "1", "step": "40"}, "deal.change_close": {"did": "1", "sid": "1"},
	"deal.change_user": {"did": "1", "user": "api@example.com"}, "deal.delete": {"did": "1"},
	"deal.invoice_info": {"id": "1"}, "deal.invoice_add": {"did": "1"}, "deal.invoice_do": {"id": "1"},
	"deal.invoice_express": {"did": "1"}, "deal.invoice_mail": {"id": "1"}, "deal.invoice_html": {"id": "1"}, "deal.invoice_pdf": {"id": "1"},
	"akt.info": {"id": "1"}, "akt.add": {"did": "1"}, "akt.update": {"id": "1"}, "akt.status_change": {"id": "1", "status": "1"},
	"akt.delete": {"id": "1"}, "akt.mail": {"id": "1"}, "akt.html": {"id": "1"}, "akt.pdf": {"id": "1"},
	"document.info": {"id": "1"}, "document.add": {"idtype": "1", "did": "1"}, "document.update": {"id": "1"},
	"document.status_change": {"id": "1", "status": "1"}, "document.delete": {"id": "1"}, "document.mail": {"id": "1"},
}

const (
	otherSpelling = "a day is written as YYYY-MM-DD"
	echoed        = "it repeats the request, or the account's settings"
)

// unchangedWrite tells what results of updates say.
func unchangedWrite(result any) bool {
	switch r := result.(type) {
	case *salesman.WriteResult:
		return !r.Changed
	case *salesman.ClientUpdateResult:
		return !r.Changed
	case *salesman.DealChangeStepResult:
		return !r.Changed
	}
	return false
}

var clientReplays = map[string]replay{
	"client.fields": {call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) { return sm.Clients.Fields(ctx) }},
	"client.list": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Clients.List(ctx, into[salesman.ClientListParams](p))
		},
		adds: func(want map[string]any) {
			withID("clid")(want)
			if want["offset"] == "0" {
				delete(want, "offset")
			}
		},
		refused: map[string]string{
			"client.list.apache-fatal.json":       "order",
			"client.list.filter-unknown-key.json": "filter.nosuch",
			"client.list.offset-negative.json":    "offset",
		},
		odd: map[string]string{
			"client.list.date-bad.json":                     "no such day can be written",
			"client.list.fields-array-form.json":            "fields are a list of names",
			"client.list.filter-string.json":                "a filter has names",
			"client.list.offset-bad.json":                   "a page is a number",
			"client.list.trailing-slash.json":               "the address ends in a slash",
			"client.list.php-suffix.json":                   "",
			"client.list.http-put.json":                     "another HTTP method",
			"client.list.http-patch-json.json":              "another HTTP method",
			"client.list.http-delete.json":                  "another HTTP method",
			"client.list.http-head.json":                    "another HTTP method",
			"client.list.empty-key.json":                    "a client has a key",
			"client.list.empty-login.json":                  "a client has a login",
			"client.list.form-key-in-headers.json":          "forms hold the credentials",
			"client.list.json-body-text-plain.json":         "another content type",
			"client.list.json-charset.json":                 "another content type",
			"client.list.json-empty-body.json":              "a broken body",
			"client.list.json-malformed.json":               "a broken body",
			"client.list.json-string-body.json":             "a broken body",
			"client.list.json-no-headers.json":              "credentials in the body",
			"client.list.json-upper-headers.json":           "credentials in other headers",
			"client.list.json-wrong-headers-good-body.json": "credentials twice",
		},
	},
	"client.info": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			get := into[salesman.ClientGetParams](p, "clid", "uid", "inn")
			if uid := fmt.Sprint(p.tree["uid"]); p.tree["uid"] != nil {
				return sm.Clients.GetByUID(ctx, uid, get)
			}
			if inn := fmt.Sprint(p.tree["inn"]); p.tree["inn"] != nil {
				return sm.Clients.GetByINN(ctx, inn, get)
			}
			return sm.Clients.Get(ctx, p.id("clid"), get)
		},
		adds: func(want map[string]any) {
			withID("clid")(want)
			if fmt.Sprint(want["clid"]) == "1.0" {
				want["clid"] = "1"
			}
		},
		refused: map[string]string{
			"client.info.negative-clid.json": "clid", "client.info.no-params.json": "clid", "client.info.array-clid.json": "clid",
		},
		odd: map[string]string{"client.info.invalid-utf8.json": ""},
	},
	"client.add": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Clients.CreateUnchecked(ctx, into[salesman.ClientCreateParams](p))
		},
		refused: map[string]string{
			"client.add.no-title.json": "title", "client.add.empty-title.json": "title", "client.add.title-null-json.json": "title",
		},
		odd: map[string]string{
			"client.add.unknown-field.json": "a field that is not the account's",
			"client.add.bad-date.json":      "no such time can be written", "client.add.invalid-utf8.json": "a body that is not UTF-8",
			"client.add.ok-multipart.json": "a multipart body", "client.add.title-array-json.json": "a title is a text",
			"client.add.title-bool-json.json": "a title is a text",
		},
	},
	"client.add_list": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			list := into[struct {
				Clients []salesman.ClientCreateParams `json:"client"`
			}](p)
			results, err := sm.Clients.CreateBatchUnchecked(ctx, list.Clients)
			for _, result := range results {
				if err == nil {
					err = result.Err // the recording's outcome is that of the first failure
				}
			}
			return results, err
		},
		refused: map[string]string{
			"client.add.list.missing-array.json": "client", "client.add.list.empty-array-json.json": "client",
		},
		odd: map[string]string{"client.add.list.ok-json.json": "an item without a title"},
	},
	"client.update": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Clients.UpdateUnchecked(ctx, p.id("clid"), into[salesman.ClientUpdateParams](p, "clid"))
		},
		unchanged: unchangedWrite,
		refused:   map[string]string{"client.update.by-uid.json": "uid", "client.update.no-clid.json": "clid"},
	},
	"client.delete": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Clients.Delete(ctx, p.id("clid"))
		},
		refused: map[string]string{"client.delete.no-clid.json": "clid"},
	},
}

// flags: the documented defaults, which the server does not have.
func flags(names ...string) func(map[string]any) {
	return func(want map[string]any) {
		withID("did")(want)
		for _, name := range names {
			if want[name] == nil {
				want[name] = "yes"
			}
		}
	}
}

// points: amounts are sent with a point.
func points(want map[string]any) {
	for name, value := range want {
		switch value := value.(type) {
		case string:
			if strings.Trim(value, "0123456789,") == "" && strings.Contains(value, ",") && name != "fields" {
				want[name] = strings.Replace(value, ",", ".", 1)
			}
		case map[string]any:
			points(value)
		case []any:
			for _, item := range value {
				if object, ok := item.(map[string]any); ok {
					points(object)
				}
			}
		}
	}
}

var dealReplays = map[string]replay{
	"deal.fields":    {call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) { return sm.Deals.Fields(ctx) }},
	"deal.steplist":  {call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) { return sm.Deals.Steps(ctx) }},
	"deal.direction": {call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) { return sm.Deals.Directions(ctx) }},
	"deal.type":      {call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) { return sm.Deals.Types(ctx) }},
	"deal.statusclose": {call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) {
		return sm.Deals.CloseStatuses(ctx)
	}},
	"deal.funnel": {call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
		return sm.Deals.Funnel(ctx, into[salesman.DealFunnelParams](p))
	}},
	"deal.list": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Deals.List(ctx, into[salesman.DealListParams](p))
		},
		adds:    flags("active", "invoice"),
		refused: map[string]string{"deal.list.order-unknown.json": "order"},
		odd:     map[string]string{"deal.list.offset-bad.json": "a page is a number"},
	},
	"deal.info": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Deals.Info(ctx, p.id("did"), into[salesman.DealGetParams](p, "did", "uid", "uids"))
		},
		adds: func(want map[string]any) {
			flags("invoice", "speka", "client", "payer")(want)
			delete(want, "uids")
		},
		refused: map[string]string{"deal.info.bad-did.json": "did", "deal.info.not-found-uid.json": "did"},
	},
	"deal.add": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Deals.CreateUnchecked(ctx, into[salesman.DealCreateParams](p))
		},
		refused: map[string]string{"deal.add.no-clid.json": "clid"},
	},
	"deal.update": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Deals.Replace(ctx, p.id("did"), into[salesman.DealReplaceParams](p, "did"))
		},
		unchanged: unchangedWrite,
		adds:      points,
		refused:   map[string]string{"deal.update.by-uid.json": "uid", "deal.update.no-did.json": "did"},
	},
	"deal.change_step": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Deals.ChangeStepUnchecked(ctx, p.id("did"), into[salesman.DealChangeStepParams](p, "did"))
		},
		unchanged: unchangedWrite,
		refused:   map[string]string{"deal.change.step.no-did.json": "did"},
	},
	"deal.change_close": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Deals.CloseUnchecked(ctx, p.id("did"), into[salesman.DealCloseParams](p, "did"))
		},
		refused: map[string]string{"deal.change.close.no-did.json": "sid"},
	},
	"deal.change_user": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Deals.ChangeUserUnchecked(ctx, p.id("did"), into[salesman.DealChangeUserParams](p, "did"))
		},
		refused: map[string]string{"deal.change.user.no-did.json": "did"},
	},
	"deal.delete": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Deals.Delete(ctx, p.id("did"))
		},
	},
	"deal.invoice_info": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Invoices.Get(ctx, p.id("id"))
		},
		refused: map[string]string{"deal.invoice.info.no-id.json": "id"},
	},
	"deal.invoice_add": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			invoice := into[salesman.InvoiceCreateParams](p, "did")
			invoice.Unnumbered = invoice.Number == ""
			return sm.Invoices.Create(ctx, p.id("did"), invoice)
		},
		refused: map[string]string{"deal.invoice.add.no-did.json": "did"},
	},
	"deal.invoice_express": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			invoice := into[salesman.InvoiceCreatePaidParams](p, "did")
			invoice.Unnumbered = invoice.Number == ""
			return sm.Invoices.CreatePaidUnchecked(ctx, p.id("did"), invoice)
		},
	},
	"deal.invoice_do": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Invoices.PayUnchecked(ctx, p.id("id"), into[salesman.InvoicePayParams](p, "id"))
		},
		adds:    func(want map[string]any) { delete(want, "date.do") },
		refused: map[string]string{"deal.invoice.do.no-id.json": "id"},
	},
	"deal.invoice_mail": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Invoices.Send(ctx, p.id("id"), into[salesman.InvoiceSendParams](p, "id"))
		},
	},
	"deal.invoice_html": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Invoices.HTML(ctx, p.id("id"), into[salesman.PaperParams](p, "id"))
		},
	},
	"deal.invoice_pdf": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Invoices.PDF(ctx, p.id("id"), into[salesman.PaperParams](p, "id"))
		},
		refused: map[string]string{"deal.invoice.pdf.alpha-number.json": "id"},
	},
	"deal.invoice_templates": {call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) {
		return sm.Invoices.Templates(ctx)
	}},
}

var paperReplays = map[string]replay{
	"akt.statuses":  {call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) { return sm.Acts.Statuses(ctx) }},
	"akt.templates": {call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) { return sm.Acts.Templates(ctx) }},
	"akt.info": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Acts.Get(ctx, p.id("id"))
		},
		accept:  map[string]string{"data.datum": otherSpelling},
		refused: map[string]string{"akt.info.no-id.json": "id"},
	},
	"akt.list": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Acts.List(ctx, into[salesman.ActListParams](p, "did"))
		},
		adds: func(want map[string]any) { delete(want, "did") },
		accept: map[string]string{
			"data.*.datum": otherSpelling, "params.ord": echoed, "params.tuda": echoed, "params.page": echoed, "params.valuta": echoed,
			"params.count": echoed, "params.pageall": "it decides whether a page follows", "count": "the rows of the page, which are counted",
		},
		refused: map[string]string{"akt.list.order-unknown.json": "order"},
	},
	"akt.add": {call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
		return sm.Acts.CreateUnchecked(ctx, into[salesman.ActCreateParams](p))
	}},
	"akt.update": {call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
		return sm.Acts.Replace(ctx, p.id("id"), into[salesman.ActReplaceParams](p, "id"))
	}},
	"akt.status_change": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Acts.SetStatusUnchecked(ctx, p.id("id"), into[salesman.StatusChangeParams](p, "id"))
		},
		refused: map[string]string{"akt.status.change.not-found.json": "status"},
	},
	"akt.delete": {call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
		return sm.Acts.Delete(ctx, p.id("id"))
	}},
	"akt.mail": {call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
		return sm.Acts.Send(ctx, p.id("id"), into[salesman.ActSendParams](p, "id"))
	}},
	"akt.html": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Acts.HTML(ctx, p.id("id"), into[salesman.PaperParams](p, "id"))
		},
		refused: map[string]string{"akt.html.no-id.json": "id"},
	},
	"akt.pdf": {call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
		return sm.Acts.PDF(ctx, p.id("id"), into[salesman.PaperParams](p, "id"))
	}},
	"document.tips": {call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) { return sm.Documents.Types(ctx) }},
	"document.statuses": {call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) {
		return sm.Documents.Statuses(ctx)
	}},
	"document.info": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Documents.Get(ctx, p.id("id"))
		},
		refused: map[string]string{"document.info.no-id.json": "id"},
	},
	"document.list": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Documents.List(ctx, into[salesman.DocumentListParams](p))
		},
		accept:  map[string]string{"data.*.datum": otherSpelling, "data.*.date.start": otherSpelling, "data.*.date.end": otherSpelling},
		refused: map[string]string{"document.list.order-unknown.json": "order"},
	},
	"document.add": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Documents.CreateUnchecked(ctx, into[salesman.DocumentCreateParams](p))
		},
		refused: map[string]string{"document.add.client-not-found.json": "idtype", "document.add.no-mcid.json": "idtype"},
	},
	"document.update": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Documents.Replace(ctx, p.id("id"), into[salesman.DocumentReplaceParams](p, "id"))
		},
		refused: map[string]string{"document.update.no-id.json": "id"},
	},
	"document.status_change": {call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
		return sm.Documents.SetStatusUnchecked(ctx, p.id("id"), into[salesman.StatusChangeParams](p, "id"))
	}},
	"document.delete": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Documents.Delete(ctx, p.id("id"))
		},
		refused: map[string]string{"document.delete.no-id.json": "id"},
	},
	"document.mail": {call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
		return sm.Documents.Send(ctx, p.id("id"), into[salesman.DocumentSendParams](p, "id"))
	}},
}
