package salesman_test

import (
	"context"
	"maps"
	"strings"

	"github.com/frontdesk-go/frontdesk/salesman"
)

func init() {
	for _, table := range []map[string]replay{
		taskReplays, activityReplays, leadReplays, budgetReplays, currencyReplays, priceReplays, guideReplays, figureReplays,
	} {
		maps.Copy(replays, table)
	}
	maps.Copy(exampleParams, workParams)
	for _, name := range workFailures {
		failing[name] = true
	}
}

// workParams are parameters with which the methods send something.
var workParams = map[string]map[string]any{
	"task.info": {"id": "1"}, "task.add": {"title": "x"}, "task.update": {"id": "1", "title": "x"}, "task.doit": {"id": "1"},
	"task.delete": {"id": "1"}, "task.history": activityParams,
	"history.info": {"id": "1"}, "history.list": {"pid": "1"}, "history.add": activityParams,
	"history.add_list": {"list": []any{activityParams, activityParams}}, "history.delete": {"id": "1"},
	"lead.info": {"id": "1"}, "lead.add": {"title": "x"}, "entry.info": {"id": "1"}, "entry.status": {"id": "56", "status": "1"},
	"budget.info": {"id": "1"}, "budget.add": {"title": "x"}, "budget.update": {"id": "1", "summa": "1"}, "budget.delete": {"id": "1"},
	"budget.doit": {"id": "1"}, "budget.undoit": {"id": "1"}, "budget.unmove": {"id": "1"},
	"budget.move":         {"rs": "1", "rs_move": "2", "summa": "1"},
	"budget.add_category": {"title": "x"}, "budget.edit_category": {"id": "1"}, "budget.delete_category": {"id": "1"},
	"currency.info": {"id": "1"}, "currency.add": {"name": "x"}, "currency.update": {"id": "1", "name": "x", "course": "1"},
	"currency.delete": {"id": "1"}, "currency.history": activityParams,
	"price.info": {"id": "1"}, "price.add": {"title": "x"}, "price.update": {"id": "1"}, "price.delete": {"id": "1"},
	"price.category_add": {"title": "x"}, "price.category_update": {"id": "1", "title": "x"}, "price.category_delete": {"id": "1"},
	"statistic.list": {"period": "month"}, "statistic.clients": {"period": "month"}, "statistic.deals_new": {"period": "month"},
	"statistic.deals_close": {"period": "month"}, "statistic.invoices": {"period": "month"}, "statistic.payments": {"period": "month"},
	"user.user": {"iduser": "1"}, "user.user_add": {"user": "jane@example.com", "password": "example-password"},
	"calls.add": {"calls": []any{map[string]any{
		"uid": "1", "datum": "2026-11-22 12:00:00", "direct": "income", "res": "ANSWERED", "src": "101",
	}}},
}

var activityParams = map[string]any{"content": "x", "clid": "1", "datum": "2026-11-22"}

// workFailures are the examples that tell of a failure.
var workFailures = []string{
	"budget.update.200.unknown_id.server.json", "statistic.list.200.bad_period.server.json", "user.user.200.not_found.server.json",
}

// wholeRange: the open ends of a range are sent as days far away.
func wholeRange(want map[string]any) {
	for name, day := range map[string]string{"dateStart": "1970-01-01", "dateEnd": "2099-12-31"} {
		if want[name] == nil {
			want[name] = day
		}
	}
}

// decimalPoints: decimal commas travel as points.
func decimalPoints(names ...string) func(map[string]any) {
	return func(want map[string]any) {
		for _, name := range names {
			if text, ok := want[name].(string); ok {
				want[name] = strings.ReplaceAll(text, ",", ".")
			}
		}
	}
}

var taskReplays = map[string]replay{
	"task.fields": {
		call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) { return sm.Tasks.Fields(ctx) },
	},
	"task.tips": {
		call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) { return sm.Tasks.Types(ctx) },
	},
	"task.info": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Tasks.Get(ctx, p.id("id"))
		},
		refused: map[string]string{"task.info.no-id.json": "id", "task.info.bad-id.json": "id"},
	},
	"task.list": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Tasks.List(ctx, into[salesman.TaskListParams](p))
		},
		adds: func(want map[string]any) {
			delete(want, "status") // the server ignores it
			if want["active"] == nil {
				want["active"] = "yes"
			}
			wholeRange(want)
		},
		refused: map[string]string{"task.list.order-unknown.json": "order"},
	},
	"task.add": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Tasks.Create(ctx, into[salesman.TaskCreateParams](p))
		},
		odd: map[string]string{"task.add.bad-date.json": "no Date can hold it"},
	},
	"task.update": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Tasks.Replace(ctx, p.id("id"), into[salesman.TaskReplaceParams](p, "id"))
		},
		unchanged: unchangedWrite,
		refused:   map[string]string{"task.update.no-id.json": "id"},
	},
	"task.doit": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Tasks.Complete(ctx, p.id("id"), into[salesman.TaskCompleteParams](p, "id"))
		},
		refused: map[string]string{"task.doit.no-id.json": "id"},
	},
	"task.delete": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Tasks.Delete(ctx, p.id("id"))
		},
	},
	"task.history": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Tasks.CreateActivityUnchecked(ctx, into[salesman.ActivityCreateParams](p))
		},
		refused: map[string]string{"task.history.no-params.json": "content"},
	},
}

var activityReplays = map[string]replay{
	"history.fields": {
		call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) {
			return sm.Activities.Fields(ctx)
		},
	},
	"history.tips": {
		call: func(ctx context.Context, sm *salesman.Client, _ params) (any, error) { return sm.Activities.Types(ctx) },
	},
	"history.info": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Activities.Get(ctx, p.id("id"))
		},
		refused: map[string]string{"history.info.no-id.json": "id"},
	},
	"history.list": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Activities.List(ctx, into[salesman.ActivityListParams](p))
		},
		adds: wholeRange,
		refused: map[string]string{
			"history.list.clid-json.json": "pid", "history.list.ok.json": "pid", "history.list.word.json": "pid",
			"history.list.unknown-user.json": "pid", "history.list.wrong-key.json": "pid",
		},
		odd: map[string]string{"history.list.offset-bad.json": "no page number can hold it"},
	},
	"history.add": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Activities.CreateUnchecked(ctx, into[salesman.ActivityCreateParams](p))
		},
		refused: map[string]string{
			"history.add.no-content.json": "content", "history.add.no-datum.json": "datum", "history.add.no-entity.json": "clid",
		},
	},
	"history.add_list": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			list := into[struct {
				List []salesman.ActivityCreateParams `json:"list"`
			}](p)
			results, err := sm.Activities.CreateBatchUnchecked(ctx, list.List)
			return results, firstItemError(results, err)
		},
		refused: map[string]string{"history.add.list.missing-array.json": "list"},
		odd:     map[string]string{"history.add.list.mixed-json.json": "an item without content is refused"},
	},
	"history.delete": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Activities.Delete(ctx, p.id("id"))
		},
		refused: map[string]string{"history.delete.no-id.json": "id"},
	},
}

// firstItemError is what outcomes.json says of a list add with a failed item.
func firstItemError(results []salesman.ItemResult, err error) error {
	for _, result := range results {
		if err == nil {
			err = result.Err
		}
	}
	return err
}

var leadReplays = map[string]replay{
	"lead.info": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Leads.Get(ctx, p.id("id"))
		},
		refused: map[string]string{"lead.info.bad-id.json": "id"},
	},
	"lead.list": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Leads.List(ctx, into[salesman.LeadListParams](p))
		},
		refused: map[string]string{"lead.list.order-unknown.json": "order"},
		empty:   map[string]bool{"lead.list.empty.json": true},
	},
	"lead.stat": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Leads.Stats(ctx, into[salesman.LeadStatsParams](p))
		},
	},
	"lead.add": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Leads.Create(ctx, into[salesman.LeadCreateParams](p))
		},
		adds: func(want map[string]any) { // the server ignores these
			for _, name := range []string{"path", "ip", "user"} {
				delete(want, name)
			}
		},
		refused: map[string]string{"lead.add.no-params.json": "title"},
	},
	"entry.list": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Entries.List(ctx, into[salesman.EntryListParams](p))
		},
	},
	"entry.info": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Entries.Get(ctx, p.id("id"))
		},
		refused: map[string]string{"entry.info.no-id.json": "id"},
	},
	"entry.status": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Entries.SetStatus(ctx, p.id("id"), into[salesman.EntrySetStatusParams](p, "id"))
		},
		unchanged: unchangedWrite,
		refused:   map[string]string{"entry.status.no-params.json": "status"},
	},
}

var budgetReplays = map[string]replay{
	"budget.fields": {
		call:   func(ctx context.Context, sm *salesman.Client, _ params) (any, error) { return sm.Budget.Fields(ctx) },
		accept: map[string]string{"data.*": documentedEnvelope},
	},
	"budget.info": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Budget.Get(ctx, p.id("id"))
		},
		accept: map[string]string{"budget": documentedEnvelope},
	},
	"budget.add": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Budget.Create(ctx, into[salesman.BudgetCreateParams](p))
		},
		adds: func(want map[string]any) {
			decimalPoints("summa")(want)
			delete(want, "bmon") // the server computes them
			delete(want, "byear")
		},
		refused: map[string]string{"budget.add.no-params.json": "title"},
	},
	"budget.update": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Budget.Replace(ctx, p.id("id"), into[salesman.BudgetReplaceParams](p, "id"))
		},
		unchanged: unchangedWrite,
		refused:   map[string]string{"budget.update.not-found.json": "summa"},
	},
	"budget.delete": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Budget.Delete(ctx, p.id("id"))
		},
		refused: map[string]string{"budget.delete.no-id.json": "id"},
	},
	"budget.doit": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Budget.Execute(ctx, p.id("id"))
		},
		unchanged: unchangedWrite,
	},
	"budget.undoit": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Budget.RevertUnchecked(ctx, p.id("id"))
		},
		unchanged: unchangedWrite,
	},
	"budget.move": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Budget.TransferUnchecked(ctx, into[salesman.BudgetTransferParams](p))
		},
	},
	"budget.unmove": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Budget.RevertTransferUnchecked(ctx, p.id("id"))
		},
	},
	"budget.add_category": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Budget.CreateCategory(ctx, into[salesman.BudgetCategoryParams](p))
		},
		adds:    noZero("subid"),
		refused: map[string]string{"budget.addCategory.no-title.json": "title"},
	},
	"budget.edit_category": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Budget.UpdateCategory(ctx, p.id("id"), into[salesman.BudgetCategoryParams](p, "id"))
		},
		adds: noZero("subid"),
	},
	"budget.delete_category": {
		call: func(ctx context.Context, sm *salesman.Client, p params) (any, error) {
			return sm.Budget.DeleteCategory(ctx, p.id("id"))
		},
	},
}

const documentedEnvelope = "the documentation has another envelope than the server"

// noZero: a zero id is not sent.
func noZero(name string) func(map[string]any) {
	return func(want map[string]any) {
		if want[name] == "0" {
			delete(want, name)
		}
	}
}
