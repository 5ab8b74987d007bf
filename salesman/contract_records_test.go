package salesman_test

import "github.com/frontdesk-go/frontdesk/salesman"

const (
	byID       = "the method takes the id, the one key that works everywhere"
	other      = "another method sends it"
	positional = "the inventory has it optional, beside other keys; the method takes it always"
	defaulted  = "the documentation has yes as its default, the server has none"
	chosen     = "one of the optional ones is required, which the inventory cannot say"
)

// recordValues, recordUnsent and recordAlways are the entries of the target for
// clients, deals, invoices, acts and documents.
var (
	recordValues = map[string]any{
		"client.list order": "clid", "deal.list order": "did", "document.list order": "deid",
		"client.add_list iduser": int64(0),
		"deal.list active":       salesman.DealsClosed, "deal.list steps": "20,40", "deal.add step": "20", "deal.change_step step": "40",
		"deal.add +clid": int64(7), "deal.change_close +sid": int64(7), "deal.change_user +user": "api@example.com", "document.add +did": int64(7),
		"deal.invoice_mail email": []string{"jane@example.com"}, "deal.invoice_mail cc.email": "jane@example.com", "deal.invoice_mail bcc.email": "jane@example.com",
		"akt.mail email": []string{"jane@example.com"}, "akt.mail cc.email": "jane@example.com", "akt.mail bcc.email": "jane@example.com",
		"document.mail email": []string{"jane@example.com"}, "document.mail cc.email": "jane@example.com", "document.mail bcc.email": "jane@example.com",
	}
	recordUnsent = map[string]string{
		"client.info uid": other, "client.info inn": other, "client.info uids": ignored, "client.update uid": other,
		"client.add_list client.iduser": ignored,
		"deal.list uid":                 ignored, "deal.info uid": byID, "deal.info person": ignored, "deal.info uids": ignored,
		"deal.update uid": byID, "deal.change_step uid": byID, "deal.change_close uid": byID, "deal.change_user uid": byID, "deal.delete uid": byID,
		"deal.invoice_add uid": byID, "deal.invoice_add user": ignored, "deal.invoice_do invoice": byID, "deal.invoice_do did": ignored,
		"deal.invoice_do date.do": "the server drops it", "deal.invoice_express uid": byID, "deal.invoice_express user": ignored,
		"deal.invoice_express templateID": ignored, "deal.invoice_mail invoice": byID, "deal.invoice_mail user": ignored,
		"deal.invoice_html invoice": byID, "deal.invoice_pdf invoice": byID,
		"akt.list did": ignored, "akt.update status": ignored, "akt.mail user": ignored, "akt.html number": byID, "akt.pdf number": byID,
		"document.list signer": ignored, "document.mail user": ignored,
	}
	recordAlways = map[string]string{
		"client.info clid": positional, "deal.list active": defaulted, "deal.list invoice": defaulted,
		"deal.info did": positional, "deal.info invoice": defaulted, "deal.info speka": defaulted, "deal.info client": defaulted, "deal.info payer": defaulted,
		"deal.invoice_add did": positional, "deal.invoice_do id": positional, "deal.invoice_express did": positional, "deal.invoice_mail id": positional,
		"deal.invoice_html id": positional, "deal.invoice_pdf id": positional, "akt.html id": positional, "akt.pdf id": positional,
		"deal.add clid": chosen, "deal.change_close sid": chosen, "deal.change_user user": chosen, "document.add did": chosen,
	}
)
