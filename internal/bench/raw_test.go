package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"
)

// canned answers every request with the same reply, in memory.
type canned struct {
	status      int
	contentType string
	body        []byte
	latency     time.Duration
}

func (c *canned) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body != nil {
		_, _ = io.Copy(io.Discard, r.Body)
	}
	if c.latency > 0 {
		time.Sleep(c.latency)
	}
	return &http.Response{
		StatusCode: c.status, Status: http.StatusText(c.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {c.contentType}}, ContentLength: int64(len(c.body)),
		Body: io.NopCloser(bytes.NewReader(c.body)), Request: r,
	}, nil
}

func (c *canned) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	if c.latency > 0 {
		time.Sleep(c.latency)
	}
	w.Header().Set("Content-Type", c.contentType)
	w.WriteHeader(c.status)
	_, _ = w.Write(c.body)
}

// rawCall is what a backend developer writes by hand: request, headers, status,
// decode. into is a pointer.
func rawCall(b testing.TB, client *http.Client, method, url string, in, into any) {
	var body io.Reader
	if in != nil {
		data, err := json.Marshal(in)
		if err != nil {
			b.Fatal(err)
		}
		body = bytes.NewReader(data)
	}
	req, err := http.NewRequest(method, url, body)
	if err != nil {
		b.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer test-api-key")
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "bench")
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := client.Do(req)
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.StatusCode/100 != 2 {
		b.Fatal(resp.Status)
	}
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		b.Fatal(err)
	}
}

// rawType is t for encoding/json: pointers where t has Opt, and the type times
// for times. What has methods of its own to decode becomes any.
func rawType(t, times reflect.Type, tag string) reflect.Type {
	switch {
	case t == reflect.TypeFor[time.Time]():
		return times
	case strings.HasPrefix(t.Name(), "Opt["):
		return reflect.PointerTo(rawType(t.Field(0).Type, times, tag))
	case t.Kind() == reflect.Slice && t.Elem().Kind() != reflect.Uint8:
		return reflect.SliceOf(rawType(t.Elem(), times, tag))
	case t.Kind() == reflect.Map:
		return reflect.TypeFor[map[string]any]()
	case t.Kind() == reflect.Struct:
		return rawStruct(t, times, tag)
	case t.Kind() == reflect.String && t.Name() != "string":
		return reflect.TypeFor[string]()
	default:
		return t
	}
}

func rawStruct(t, times reflect.Type, tag string) reflect.Type {
	var fields []reflect.StructField
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if !f.IsExported() || name == "" || name == "-" {
			continue
		}
		if tag == "xml" {
			name += ",omitempty"
		}
		fields = append(fields, reflect.StructField{
			Name: f.Name, Type: rawType(f.Type, times, tag), Tag: reflect.StructTag(fmt.Sprintf(`%s:"%s"`, tag, name)),
		})
	}
	return reflect.StructOf(fields)
}
