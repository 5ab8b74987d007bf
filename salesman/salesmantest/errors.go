package salesmantest

import (
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"

	"github.com/frontdesk-go/frontdesk/frontdesktest"
)

// PHPCrash answers with the crash page of PHP, HTTP status 200 and a content
// type of JSON. The server has not acted, or has with
// [frontdesktest.Fault.AfterHandling].
func PHPCrash() frontdesktest.Fault {
	page := crashPage("Uncaught mysqli_sql_exception: MySQL server has gone away", "inc/func.php", 100)
	return frontdesktest.Body(http.StatusOK, contentType, page).Named("PHP crash")
}

// DatabaseDown answers with the one sentence that the server prints when its
// database does not answer.
func DatabaseDown() frontdesktest.Fault {
	return frontdesktest.Body(http.StatusOK, contentType,
		`Ошибка подключения к БД: Connection refused. Рекомендуем проверить параметры подключения к БД в файле "inc/config.php".`).
		Named("database down")
}

// APIError answers with an error of the server, such as APIError(401,
// "Неизвестный пользователь"). The code is a number, as in most operations, and
// what it means depends on the operation: see [salesman.KnownErrors].
func APIError(code int, text string) frontdesktest.Fault {
	return frontdesktest.Body(http.StatusOK, contentType, failureNumber(code, text)).Named(fmt.Sprintf("error %d", code))
}

const contentType = "application/json; charset=utf-8"

func failureNumber(code int, text string) string {
	return fmt.Sprintf(`{"result":"Error","error":{"code":%d,"text":%s}}`, code, encode(text))
}

func failure(code, text string) string {
	return `{"result":"Error","error":{"code":` + encode(code) + `,"text":` + encode(text) + `}}`
}

// unknownAction is the answer of an endpoint to an action that it does not have,
// in the four shapes that the scripts use.
func unknownAction(endpoint string) string {
	switch endpoint {
	case "lead", "entry":
		return failureNumber(402, "Не известный метод")
	case "akt", "document", "guides":
		return failureNumber(402, "Неизвестный метод")
	case "user":
		return failure("402", "Неизвестный метод")
	case "statistic":
		return `{"error":{"code":"402","text":"Неизвестный метод"}}`
	default:
		return `{"error":{"code":402,"text":"Неизвестный метод"}}`
	}
}

// unaccepted is the answer to an action that is no operation's.
func unaccepted(c *call) string {
	if c.endpoint == "calls" && c.action == "addlist" { // on the list of actions, and nowhere else
		return bare(404, "Не понимаю чЁ происходит. Может в следующий раз?")
	}
	return unknownAction(c.endpoint)
}

// crashPage is what PHP prints when a script dies.
func crashPage(message, file string, line int) string {
	return fmt.Sprintf("<br />\n<b>Fatal error</b>:  %s in /srv/crm/developer/v2/%s:%d\nStack trace:\n#0 {main}\n"+
		"  thrown in <b>/srv/crm/developer/v2/%[2]s</b> on line <b>%[3]d</b><br />\n", message, file, line)
}

// replyCrash is how PHP 8 dies on a reply whose error is a text.
func replyCrash() string {
	return crashPage("Uncaught TypeError: Cannot access offset of type string on string", "person.php", 530)
}

func columnCrash(column, clause string) string {
	return crashPage("Uncaught mysqli_sql_exception: Unknown column '"+column+"' in '"+clause+"'", "person.php", 400)
}

// syntaxCrash is how a script dies on a query that lacks a value; near is what
// the database shows of it.
func syntaxCrash(near string) string {
	return "Uncaught mysqli_sql_exception: You have an error in your SQL syntax; check the manual that corresponds to your MariaDB server version " +
		"for the right syntax to use near '" + near + "' at line 1"
}

// statusPage is the web server's own page.
func statusPage(w http.ResponseWriter, r *http.Request, status int) {
	text := "The server could not serve the request."
	switch {
	case status/100 == 3:
		moved := url.URL{Path: strings.TrimSuffix(r.URL.Path, "/") + "/", RawQuery: r.URL.RawQuery}
		w.Header().Set("Location", moved.String())
		text = fmt.Sprintf("The document has moved <a href=\"%s\">here</a>.", html.EscapeString(moved.String()))
	case status == http.StatusNotFound:
		text = "There is nothing at that address."
	}
	w.Header().Set("Content-Type", "text/html; charset=iso-8859-1")
	w.WriteHeader(status)
	title := fmt.Sprintf("%d %s", status, http.StatusText(status))
	_, _ = fmt.Fprintf(w, "<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 4.01//EN\" \"http://www.w3.org/TR/html4/strict.dtd\">\n"+
		"<html><head>\n<title>%s</title>\n</head><body>\n<h1>%s</h1>\n<p>%s</p>\n</body></html>\n", title, http.StatusText(status), text)
}
