package redact

import (
	"bytes"
	"fmt"
	"io"
	"net/url"
	"testing"
)

var (
	page      = bytes.Repeat([]byte(`{"id":1234567,"name":"Ann Example","email":"ann@example.com","tags":["a","b"]},`), 14_000)[:1<<20]
	shortText = `GET /v1/customers/1234567: 404 Not Found: "customer not found" (request 5f2b1c)`
)

// BenchmarkNoMatch is what every reply costs: nothing is found in it.
func BenchmarkNoMatch(b *testing.B) {
	many := New()
	for i := range 32 {
		many.Add(fmt.Sprintf("%08x-%s", i*2654435761, plainKey))
	}
	for name, r := range map[string]*Redactor{
		"plain key": New(plainKey), "odd key": New(oddKey), "4 bytes": New("q9Zx"), "32 keys": many,
	} {
		b.Run("1 MiB/"+name, func(b *testing.B) {
			b.SetBytes(int64(len(page)))
			b.ReportAllocs()
			for b.Loop() {
				r.Bytes(page)
			}
		})
		b.Run("short/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_ = r.String(shortText)
			}
		})
	}
}

func BenchmarkAdd(b *testing.B) {
	for name, key := range map[string]string{"plain key": plainKey, "odd key": oddKey} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				New(key)
			}
		})
	}
}

func BenchmarkError(b *testing.B) {
	r := New(plainKey)
	b.Run("clean", func(b *testing.B) {
		err := fmt.Errorf("read body: %w", io.ErrUnexpectedEOF)
		for b.Loop() {
			_ = r.Error(err)
		}
	})
	b.Run("url", func(b *testing.B) {
		err := &url.Error{Op: "Get", URL: "https://example.com/?apikey=" + plainKey, Err: io.ErrUnexpectedEOF}
		for b.Loop() {
			_ = r.Error(err)
		}
	})
}
