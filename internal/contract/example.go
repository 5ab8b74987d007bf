package contract

import (
	"encoding/json"
	"fmt"
	"path"
	"strconv"
	"strings"
)

// An Example is one embedded payload.
type Example struct {
	Vendor string
	File   string // name without folder ("customers.get.200.v2.json")
	// Request: parameters as sent. CoMagic's are whole JSON-RPC requests; LiveAgent's and SalesMan's show form fields as
	// a JSON object.
	Request bool
	Status  int    // HTTP status of a reply
	Variant string // what distinguishes it from other examples of the operation ("v2", "empty.server")
	XML     bool
	// Failed: a reply that reports a failure, by its status or, for SalesMan, by what the body says.
	Failed bool
	// Invented: built from field lists or server code, not shown by a source.
	Invented bool
}

// Data returns the payload.
func (e Example) Data() []byte { return ExampleFile(e.Vendor, e.File) }

// ExampleFile returns an example payload by its file name; nil if there is no such file. Names come from the inventories,
// which list what is there, or stand in tests.
func ExampleFile(vendor, file string) []byte {
	data, err := File(vendor, path.Join("examples", path.Base(file)))
	if err != nil {
		return nil
	}
	return data
}

// failed judges a reply. SalesMan answers failures with status 200: the member error is filled, unless its code is 302
// (nothing changed), or the result begins with the word Error. LiveAgent and CoMagic may do so as well.
func (e Example) failed() bool {
	if e.Request || e.Status >= 300 {
		return e.Status >= 300
	}
	var body struct {
		Result json.RawMessage `json:"result"`
		Error  json.RawMessage `json:"error"`
	}
	if e.XML || json.Unmarshal(e.Data(), &body) != nil {
		return false
	}
	var result string
	if json.Unmarshal(body.Result, &result) == nil && strings.HasPrefix(result, "Error") {
		return true
	}
	switch string(body.Error) {
	case "", "null", `""`, "[]", "{}", "false":
		return false
	}
	var detail struct {
		Code json.RawMessage `json:"code"`
	}
	_ = json.Unmarshal(body.Error, &detail) // a plain string has no code
	return strings.Trim(string(detail.Code), `"`) != "302"
}

// parseExample reads an example's file name, whose stem is the operation's id in the file system.
func parseExample(vendor, stem, file string) (Example, error) {
	rest, ok := strings.CutPrefix(file, stem+".")
	if !ok {
		return Example{}, fmt.Errorf("example %s does not begin with %s", file, stem)
	}
	e := Example{Vendor: vendor, File: file}
	switch ext := path.Ext(rest); ext {
	case ".json", ".xml":
		e.XML = ext == ".xml"
		rest = strings.TrimSuffix(rest, ext)
	default:
		return Example{}, fmt.Errorf("example %s is neither JSON nor XML", file)
	}
	kind, variant, _ := strings.Cut(rest, ".")
	e.Variant = variant
	if kind == "request" {
		e.Request = true
	} else if status, err := strconv.Atoi(kind); err == nil && len(kind) == 3 {
		e.Status = status
	} else {
		return Example{}, fmt.Errorf("example %s has neither a status nor the word request after %s", file, stem)
	}
	for _, word := range strings.Split(variant, ".") {
		switch word {
		case "derived", "server", "inferred":
			e.Invented = true
		}
	}
	e.Failed = e.failed()
	return e, nil
}
