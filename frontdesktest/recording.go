package frontdesktest

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"
)

// Recording is one exchange: a request, and what came of it.
type Recording struct {
	// Name is the name of its file.
	Name     string
	Request  RecordedRequest
	Response RecordedResponse
}

// RecordedRequest is what a client sent.
type RecordedRequest struct {
	Method string
	// Path is as it was sent, still escaped, without the query.
	Path  string
	Query url.Values
	// Header has the type of the body and what the client accepts, and REDACTED
	// in place of credentials.
	Header http.Header
	// Body is as it was sent, but for multipart forms, which are kept as the
	// urlencoded form of their fields.
	Body []byte
}

// RecordedResponse is what came back.
type RecordedResponse struct {
	// Status is the HTTP status, 0 if there was no reply.
	Status int
	// Header has what clients act upon; see [WithHeaders].
	Header http.Header
	// Body is the decoded body, never compressed.
	Body []byte
	// Cut: the body broke off, or the client read no more of it.
	Cut bool
	// Failure is what the connection suffered instead of a reply: "unknown host",
	// "refused", "reset", "timeout" or "lost"; "" if there was a reply.
	Failure string
}

// recordingFormat marks files whose values were made up by a Recorder.
const recordingFormat = "frontdesktest/1"

// recordingFile is a Recording on disk. The recordings of a live SalesMan CRM
// in internal/contract have the same form.
type recordingFile struct {
	Format   string       `json:"format,omitempty"`
	Request  requestFile  `json:"request"`
	Response responseFile `json:"response"`
	Note     string       `json:"note,omitempty"`
}

// requestFile has at most one of Form, JSON and BodyRaw.
type requestFile struct {
	Method       string              `json:"http_method"`
	Path         string              `json:"path"`
	Headers      map[string]fileText `json:"headers,omitempty"`
	Query        map[string]fileText `json:"query,omitempty"`
	Form         map[string]fileText `json:"form,omitempty"`
	FormEncoding string              `json:"form_encoding,omitempty"`
	JSON         json.RawMessage     `json:"json,omitempty"`
	BodyRaw      string              `json:"body_raw,omitempty"`
	BodyBase64   string              `json:"body_base64,omitempty"`
}

// responseFile has one of Body, BodyRaw and BodyBase64; where BodyRaw is there,
// it counts.
type responseFile struct {
	Status     int                 `json:"status,omitempty"`
	Headers    map[string]fileText `json:"headers,omitempty"`
	BodyRaw    *string             `json:"body_raw,omitempty"`
	Body       json.RawMessage     `json:"body,omitempty"`
	BodyBase64 string              `json:"body_base64,omitempty"`
	Cut        bool                `json:"cut,omitempty"`
	Failure    string              `json:"failure,omitempty"`
}

// fileText is one text, or a list of several.
type fileText []string

// MarshalJSON writes one text as a string.
func (t fileText) MarshalJSON() ([]byte, error) {
	if len(t) == 1 {
		return appendQuoted(nil, t[0]), nil
	}
	list := &node{kind: listNode}
	for _, text := range t {
		list.items = append(list.items, &node{kind: stringNode, text: text})
	}
	return list.bytes(), nil
}

// UnmarshalJSON reads a string, a list of strings, or anything else as its
// spelling.
func (t *fileText) UnmarshalJSON(data []byte) error {
	var text string
	if err := json.Unmarshal(data, &text); err == nil {
		*t = fileText{text}
		return nil
	}
	var list []string
	if err := json.Unmarshal(data, &list); err == nil {
		*t = list
		return nil
	}
	*t = fileText{string(data)}
	return nil
}

const (
	formType      = "application/x-www-form-urlencoded"
	multipartType = "multipart/form-data"
	jsonType      = "application/json"
)

func mediaType(header http.Header) string {
	kind, _, _ := strings.Cut(header.Get("Content-Type"), ";")
	return strings.ToLower(strings.TrimSpace(kind))
}

// encode returns the recording as the text of its file.
func (r *Recording) encode() ([]byte, error) {
	file := recordingFile{
		Format: recordingFormat,
		Request: requestFile{
			Method: r.Request.Method, Path: r.Request.Path,
			Headers: fileTexts(r.Request.Header), Query: fileTexts(r.Request.Query),
		},
		Response: responseFile{
			Status: r.Response.Status, Headers: fileTexts(r.Response.Header),
			Cut: r.Response.Cut, Failure: r.Response.Failure,
		},
	}
	r.Request.encodeBody(&file.Request)
	r.Response.encodeBody(&file.Response)
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(file); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

func fileTexts[M ~map[string][]string](from M) map[string]fileText {
	if len(from) == 0 {
		return nil
	}
	texts := make(map[string]fileText, len(from))
	for name, values := range from {
		texts[name] = values
	}
	return texts
}

func (r *RecordedRequest) encodeBody(file *requestFile) {
	kind := mediaType(r.Header)
	form, err := url.ParseQuery(string(r.Body))
	switch {
	case len(r.Body) == 0:
	case (kind == formType || kind == multipartType) && err == nil:
		file.Form = fileTexts(form)
		if kind == multipartType {
			file.FormEncoding = kind
		}
	case json.Valid(r.Body):
		file.JSON = r.Body
	case utf8.Valid(r.Body):
		file.BodyRaw = string(r.Body)
	default:
		file.BodyBase64 = base64.StdEncoding.EncodeToString(r.Body)
	}
}

func (r *RecordedResponse) encodeBody(file *responseFile) {
	switch {
	case r.Failure != "":
	case len(r.Body) > 0 && !r.Cut && json.Valid(r.Body) && !bytes.Equal(r.Body, []byte("null")):
		file.Body = r.Body
	case utf8.Valid(r.Body):
		text := string(r.Body)
		file.BodyRaw = &text
	default:
		file.BodyBase64 = base64.StdEncoding.EncodeToString(r.Body)
	}
}

// decodeRecording reads the text of a file. Made reports whether a [Recorder]
// wrote it, so that it has pseudonyms.
func decodeRecording(name string, data []byte) (r *Recording, made bool, err error) {
	var file recordingFile
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, false, fmt.Errorf("frontdesktest: %s is no recording: %w", name, err)
	}
	if file.Format != "" && file.Format != recordingFormat {
		return nil, false, fmt.Errorf("frontdesktest: %s has the format %q; this version reads %q", name, file.Format, recordingFormat)
	}
	if file.Request.Method == "" || file.Response.Status == 0 && file.Response.Failure == "" {
		return nil, false, fmt.Errorf("frontdesktest: %s is no recording: it has no request.http_method or no response.status", name)
	}
	r = &Recording{
		Name: name,
		Request: RecordedRequest{
			Method: file.Request.Method, Path: file.Request.Path,
			Query: url.Values(headerOf(file.Request.Query, false)), Header: headerOf(file.Request.Headers, true),
		},
		Response: RecordedResponse{
			Status: file.Response.Status, Header: headerOf(file.Response.Headers, true),
			Cut: file.Response.Cut, Failure: file.Response.Failure,
		},
	}
	if r.Request.Body, err = file.Request.body(r.Request.Header); err == nil {
		r.Response.Body, err = file.Response.body()
	}
	if err != nil {
		return nil, false, fmt.Errorf("frontdesktest: %s: %w", name, err)
	}
	return r, file.Format == recordingFormat, nil
}

func headerOf(texts map[string]fileText, canonical bool) http.Header {
	header := make(http.Header, len(texts))
	for name, values := range texts {
		if canonical {
			name = http.CanonicalHeaderKey(name)
		}
		header[name] = values
	}
	return header
}

// body returns the body, and makes header tell what it is.
func (f *requestFile) body(header http.Header) ([]byte, error) {
	switch {
	case f.Form != nil:
		header.Set("Content-Type", formType)
		if f.FormEncoding != "" {
			header.Set("Content-Type", f.FormEncoding)
		}
		return []byte(url.Values(headerOf(f.Form, false)).Encode()), nil
	case len(f.JSON) > 0 && string(f.JSON) != "null":
		if header.Get("Content-Type") == "" {
			header.Set("Content-Type", jsonType)
		}
		return compact(f.JSON)
	case f.BodyBase64 != "":
		return base64.StdEncoding.DecodeString(f.BodyBase64)
	}
	return []byte(f.BodyRaw), nil
}

func (f *responseFile) body() ([]byte, error) {
	switch {
	case f.BodyRaw != nil:
		return []byte(*f.BodyRaw), nil
	case f.BodyBase64 != "":
		return base64.StdEncoding.DecodeString(f.BodyBase64)
	case len(f.Body) > 0:
		return compact(f.Body)
	}
	return nil, nil
}

func compact(data json.RawMessage) ([]byte, error) {
	var out bytes.Buffer
	err := json.Compact(&out, data)
	return out.Bytes(), err
}

// formOfMultipart returns the fields of a multipart form. Files are told by
// their size alone.
func formOfMultipart(header http.Header, body []byte) (url.Values, error) {
	_, params, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		return nil, err
	}
	request := http.Request{Method: http.MethodPost, Body: newBody(body), Header: http.Header{
		"Content-Type": {mime.FormatMediaType(multipartType, params)},
	}}
	if err := request.ParseMultipartForm(int64(len(body)) + 1); err != nil {
		return nil, err
	}
	form := url.Values(request.MultipartForm.Value)
	for name, files := range request.MultipartForm.File {
		for _, file := range files {
			form.Add(name, fmt.Sprintf("a file of %d bytes", file.Size))
		}
	}
	return form, nil
}
