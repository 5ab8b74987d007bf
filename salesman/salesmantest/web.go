package salesmantest

import (
	"net/http"
)

// serveBlank answers for the addresses that print nothing: the folder of the
// scripts, and the script that opens sessions, which is no part of the API.
func serveBlank(w http.ResponseWriter, c *call) bool {
	switch c.endpoint {
	case "":
		w.Header().Set("Content-Type", "text/html; charset=UTF-8")
	case "auth":
		w.Header().Set("Content-Type", contentType)
		if c.action == "login" {
			w.WriteHeader(http.StatusInternalServerError)
		}
	default:
		return false
	}
	return true
}

// brokenBody answers a body that should be a JSON object. The log of requests
// dies on it after the answer; on PHP 8 a text does so before. PHP 7 only warns.
func (s *Server) brokenBody(c *call) string {
	switch {
	case !s.config.php8:
		return unknownAction(c.endpoint)
	case c.isText:
		return crashPage("Uncaught TypeError: Cannot access offset of type string on string", c.endpoint+".php", 80)
	}
	return unknownAction(c.endpoint) + crashPage("Uncaught TypeError: array_merge(): Argument #2 must be of type array, null given", "logger.php", 34)
}

// metrika is an older name of the statistics, which dies without a period.
func (s *Server) metrika(c *call) string {
	op := s.inventory.Action("statistic", c.action)
	switch {
	case op == nil:
		return unknownAction(c.endpoint)
	case !c.has("period"):
		return crashPage("Uncaught TypeError: Salesman\\Statistic::all(): Argument #1 ($period) must be of type string, null given, called", "metrika.php", 174)
	}
	return s.handlers[op.ID](c)
}
