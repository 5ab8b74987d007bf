package contract

import (
	"encoding/json"
	"fmt"
	"path"
	"sync"
)

// A Recording is one exchange with a live copy of SalesMan CRM.
type Recording struct {
	Name      string // file name without folder
	Operation string // id of the operation, or of the nearest thing where none fits
	// Outcome: ok, error, crash, crash_after_write, silent_failure, unchanged or transport.
	Outcome string
	Code    string
	Kind    string
	Why     string
	// Detectable: false where the answer looks the same as another outcome.
	Detectable bool
	// API is "v3" for recordings of the other API version, else "".
	API string
	// Items judges the items of a batch one by one (a JSON array), where it is one.
	Items json.RawMessage

	Request  RecordedRequest
	Response RecordedResponse
	Note     string
}

// A RecordedRequest is what was sent. At most one of Form, JSON and Text is set.
type RecordedRequest struct {
	HTTPMethod string            `json:"http_method"`
	Path       string            `json:"path"`
	Headers    map[string]string `json:"headers"`
	Query      json.RawMessage   `json:"query"`
	Form       json.RawMessage   `json:"form"`
	JSON       json.RawMessage   `json:"json"`
	// BodyRaw is the body where it is no map: cut JSON, another content type.
	BodyRaw string `json:"body_raw"`
	// FormEncoding says how Form was encoded, where it was not the usual way.
	FormEncoding string `json:"form_encoding"`
}

// A RecordedResponse is what came back. Body is null where BodyRaw is not JSON.
type RecordedResponse struct {
	Status  int               `json:"status"`
	Headers map[string]string `json:"headers"`
	BodyRaw string            `json:"body_raw"`
	Body    json.RawMessage   `json:"body"`
}

var recordings = sync.OnceValue(func() []Recording {
	list, _ := loadRecordings()
	return list
})

// Recordings returns the recorded exchanges of SalesMan CRM in order of their names, read once; none if the embedded files
// are broken, which the tests of this package rule out. The result is shared: treat it as read-only.
func Recordings() []Recording { return recordings() }

func loadRecordings() ([]Recording, error) {
	var judged map[string]struct {
		Operation  string          `json:"operation"`
		Outcome    string          `json:"outcome"`
		Code       string          `json:"code"`
		Kind       string          `json:"kind"`
		Why        string          `json:"why"`
		Detectable *bool           `json:"detectable"`
		API        string          `json:"api"`
		Endpoint   string          `json:"endpoint"`
		Items      json.RawMessage `json:"items"`
	}
	data, err := File(SalesMan, "outcomes.json")
	if err != nil {
		return nil, err
	}
	if err := unmarshalStrict(data, &judged); err != nil {
		return nil, fmt.Errorf("outcomes.json: %w", err)
	}
	list, err := names(SalesMan, "recordings")
	if err != nil {
		return nil, err
	}
	var found []Recording
	for _, name := range list {
		data, err := File(SalesMan, path.Join("recordings", name))
		if err != nil {
			return nil, err
		}
		var exchange struct {
			Request  RecordedRequest  `json:"request"`
			Response RecordedResponse `json:"response"`
			Note     string           `json:"note"`
		}
		if err := unmarshalStrict(data, &exchange); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		o, ok := judged[name]
		if !ok {
			return nil, fmt.Errorf("%s has no outcome", name)
		}
		found = append(found, Recording{
			Name: name, Operation: o.Operation, Outcome: o.Outcome, Code: o.Code, Kind: o.Kind, Why: o.Why,
			Detectable: o.Detectable == nil || *o.Detectable, API: o.API, Items: o.Items,
			Request: exchange.Request, Response: exchange.Response, Note: exchange.Note,
		})
	}
	if len(found) != len(judged) {
		return nil, fmt.Errorf("%d recordings, %d outcomes", len(found), len(judged))
	}
	return found, nil
}
