package salesman

import "github.com/frontdesk-go/frontdesk"

// errorRow is one meaning of a code, with the operations that give it that
// meaning; none stands for all operations.
type errorRow struct {
	code   frontdesk.Code
	kind   frontdesk.Kind // empty: no failure
	source Source
	// prefix is how the text begins where one operation gives the code two
	// meanings; the row without a prefix is for all other texts.
	prefix     string
	operations []string
}

// errorTable holds every documented and observed error code. Rows of single
// operations come before those of all.
var errorTable = []errorRow{
	{"", frontdesk.KindConflict, SourceServer, "", []string{
		"person.delete",
	}},
	{"", frontdesk.KindNotFound, SourceBoth, "", []string{
		"price.delete",
	}},
	{"", frontdesk.KindNotFound, SourceServer, "", []string{
		"price.update",
	}},
	{"", frontdesk.KindServer, SourceServer, "", []string{
		"price.add",
	}},
	{"", frontdesk.KindValidation, SourceServer, "", []string{
		"deal.invoice_add", "deal.invoice_express",
	}},
	{CodeUnchanged, "", SourceServer, "", []string{
		"deal.update", "deal.change_step",
	}},
	{CodeDuplicateClient, frontdesk.KindConflict, SourceServer, "", []string{
		"client.add", "client.add_list",
	}},
	{CodeUnauthorized, frontdesk.KindServer, SourceServer, "Ошибка добавления заявки", []string{
		"lead.add",
	}},
	{CodeUnknownAction, frontdesk.KindInvalid, SourceServer, "Отсутствуют параметры", []string{
		"client.add", "client.add_list", "deal.add", "deal.update",
	}},
	{CodeNotVisible, frontdesk.KindForbidden, SourceDocs, "", []string{
		"person.info", "person.update", "person.delete", "document.info",
	}},
	{CodeNotVisible, frontdesk.KindInvalid, SourceBoth, "", []string{
		"statistic.list", "statistic.clients", "statistic.deals_new", "statistic.deals_close", "statistic.invoices",
		"statistic.payments",
	}},
	{CodeNotVisible, frontdesk.KindNotFound, SourceBoth, "", []string{
		"client.info", "client.update", "client.delete", "deal.info", "deal.update", "deal.change_step",
		"deal.change_close", "deal.change_user", "deal.delete", "deal.invoice_add", "deal.invoice_do",
		"deal.invoice_express", "deal.invoice_mail", "deal.invoice_html", "deal.invoice_pdf", "task.info",
		"task.update", "task.doit", "task.delete", "history.info", "history.delete", "akt.html", "akt.pdf",
		"budget.info", "budget.delete", "budget.doit", "budget.undoit", "budget.edit_category",
		"budget.delete_category", "currency.info", "currency.update", "currency.delete", "price.info",
		"price.update", "price.delete", "price.category_update", "price.category_delete",
	}},
	{CodeNotVisible, frontdesk.KindNotFound, SourceDocs, "", []string{
		"akt.update", "akt.status_change", "akt.delete", "akt.mail", "budget.update", "document.update",
		"document.status_change", "document.delete",
	}},
	{CodeNotVisible, frontdesk.KindNotFound, SourceServer, "", []string{
		"deal.invoice_info", "budget.unmove",
	}},
	{CodeNotFound, frontdesk.KindNotFound, SourceBoth, "", []string{
		"client.info", "deal.invoice_templates", "task.info", "history.info", "entry.status", "akt.templates",
		"akt.info", "document.info", "document.mail", "currency.info",
	}},
	{CodeNotFound, frontdesk.KindNotFound, SourceDocs, "", []string{
		"person.info", "deal.info", "deal.invoice_info", "price.info",
	}},
	{CodeNotFound, frontdesk.KindNotFound, SourceServer, "", []string{
		"deal.update", "lead.list", "entry.list", "akt.statuses", "akt.update", "akt.status_change", "akt.delete",
		"akt.mail", "budget.update", "document.update", "document.status_change", "document.delete", "user.user",
	}},
	{CodeMissing, frontdesk.KindInvalid, SourceBoth, "", []string{
		"client.info", "deal.add", "deal.change_step", "deal.change_close", "deal.invoice_info", "task.info",
		"task.add", "task.update", "task.doit", "task.delete", "history.info", "history.add", "history.add_list",
		"history.delete", "akt.info", "budget.info", "budget.delete", "budget.doit", "budget.undoit", "budget.move",
		"budget.unmove", "budget.add_category", "budget.delete_category", "currency.info", "currency.add",
		"currency.update", "currency.delete", "statistic.list", "statistic.clients", "statistic.deals_new",
		"statistic.deals_close", "statistic.invoices", "statistic.payments",
	}},
	{CodeMissing, frontdesk.KindInvalid, SourceDocs, "", []string{
		"client.add", "client.add_list", "client.update", "client.delete", "person.info", "person.add",
		"person.add_list", "person.update", "person.delete", "deal.info", "deal.update", "akt.update",
		"document.info", "document.update", "price.info", "price.add", "price.category_add",
	}},
	{CodeMissing, frontdesk.KindInvalid, SourceServer, "", []string{
		"deal.change_user", "task.history", "budget.edit_category", "currency.history", "calls.add",
	}},
	{CodeMissing, frontdesk.KindInvalid, SourceBoth, "Если не указан did", []string{
		"document.add",
	}},
	{CodeMissing, frontdesk.KindNotFound, SourceBoth, "", []string{
		"akt.add",
	}},
	{CodeMissing, frontdesk.KindNotFound, SourceBoth, "Не найдено записей", []string{
		"document.add",
	}},
	{CodeMissing, frontdesk.KindValidation, SourceServer, "", []string{
		"document.add",
	}},
	{CodeRefused, frontdesk.KindConflict, SourceBoth, "", []string{
		"deal.invoice_add", "deal.invoice_express", "budget.delete", "user.user_add",
	}},
	{CodeRefused, frontdesk.KindConflict, SourceDocs, "", []string{
		"client.add", "client.add_list", "client.delete", "person.add", "person.add_list", "person.delete",
		"price.add", "price.category_add",
	}},
	{CodeRefused, frontdesk.KindInvalid, SourceBoth, "", []string{
		"deal.add", "deal.change_step", "deal.change_user", "deal.delete",
	}},
	{CodeRefused, frontdesk.KindInvalid, SourceDocs, "", []string{
		"deal.change_close",
	}},
	{CodeRefused, frontdesk.KindInvalid, SourceServer, "", []string{
		"akt.add", "akt.update", "akt.delete",
	}},
	{CodeRefused, frontdesk.KindNotFound, SourceServer, "", []string{
		"deal.invoice_mail", "akt.mail",
	}},
	{CodeRefused, frontdesk.KindValidation, SourceBoth, "", []string{
		"budget.doit", "budget.move", "budget.unmove", "document.mail",
	}},
	{CodeNotPossible, frontdesk.KindConflict, SourceBoth, "", []string{
		"deal.change_close", "deal.delete",
	}},
	{CodeNotPossible, frontdesk.KindInvalid, SourceBoth, "", []string{
		"budget.add",
	}},
	{CodeNotPossible, frontdesk.KindNotFound, SourceBoth, "", []string{
		"deal.add",
	}},
	{CodeNotPossible, frontdesk.KindValidation, SourceBoth, "", []string{
		"deal.invoice_mail", "akt.mail", "document.mail",
	}},
	{CodeDependents, frontdesk.KindConflict, SourceBoth, "", []string{
		"akt.add", "budget.delete_category",
	}},
	{CodeDependents, frontdesk.KindConflict, SourceServer, "", []string{
		"client.delete",
	}},
	{CodeInnerRefusal, frontdesk.KindServer, SourceServer, "", []string{
		"currency.add", "currency.update",
	}},
	{CodeInnerRefusal, frontdesk.KindValidation, SourceBoth, "", []string{
		"akt.add",
	}},
	{CodeInnerRefusal, frontdesk.KindValidation, SourceServer, "", []string{
		"task.add", "task.update", "task.doit", "task.delete", "currency.delete",
	}},
	{CodeException, frontdesk.KindServer, SourceBoth, "", []string{
		"akt.status_change", "document.status_change", "user.user_add",
	}},
	{CodeException, frontdesk.KindServer, SourceDocs, "", []string{
		"akt.delete", "document.delete",
	}},
	{CodeException, frontdesk.KindServer, SourceServer, "", []string{
		"client.add", "client.add_list", "client.update", "deal.update", "deal.change_step", "deal.change_close",
		"deal.change_user", "task.add", "task.update", "task.doit", "task.delete", "task.history", "history.add",
		"history.add_list", "history.delete", "currency.add", "currency.update", "currency.delete",
		"currency.history", "calls.add",
	}},
	{CodeBadKey, frontdesk.KindAuth, SourceDocs, "", nil},
	{CodeUnauthorized, frontdesk.KindAuth, SourceBoth, "", nil},
	{CodeUnknownAction, frontdesk.KindUnsupported, SourceBoth, "", nil},
}
