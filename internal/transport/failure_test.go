package transport

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/frontdesk-go/frontdesk"
)

func TestKindOfStatus(t *testing.T) {
	for kind, statuses := range map[frontdesk.Kind][]int{
		frontdesk.KindAuth:        {401},
		frontdesk.KindForbidden:   {402, 403},
		frontdesk.KindNotFound:    {404, 410},
		frontdesk.KindTimeout:     {408},
		frontdesk.KindConflict:    {409, 412, 423},
		frontdesk.KindValidation:  {422},
		frontdesk.KindRateLimited: {429},
		frontdesk.KindUnavailable: {425, 502, 503, 504},
		frontdesk.KindUnsupported: {405, 501},
		frontdesk.KindInvalid:     {400, 406, 415, 418, 451, 499},
		frontdesk.KindServer:      {500, 505, 507, 520, 599},
		frontdesk.KindDecode:      {100, 200, 204, 299, 300, 304, 399, 600, 999, 0},
	} {
		for _, status := range statuses {
			assert.Equal(t, kind, KindOfStatus(status), "%d", status)
		}
	}
}

func TestRequestID_IsFoundInTheHeadersThatServersUse(t *testing.T) {
	for _, name := range []string{"X-Request-Id", "Request-Id", "X-Correlation-Id", "Cf-Ray"} {
		assert.Equal(t, "r-1", requestID(http.Header{name: {"r-1"}}), name)
	}
	assert.Equal(t, "r-1", requestID(http.Header{"Cf-Ray": {"ray"}, "X-Request-Id": {"r-1"}}))
	assert.Empty(t, requestID(http.Header{"Etag": {"r-1"}}))
	assert.Empty(t, requestID(nil))
}

func TestLooksLikeHTML(t *testing.T) {
	for body, want := range map[string]bool{
		"<html>": true, "<!DOCTYPE html>": true, " \r\n\t<b>": true, "\xef\xbb\xbf<html>": true, "<": true,
		"": false, " ": false, "{}": false, `{"a":"<b>"}`: false, "text": false,
		`<?xml version="1.0"?>`: false, "<response>": false, " <response/>": false,
	} {
		assert.Equal(t, want, LooksLikeHTML([]byte(body)), "%q", body)
	}
}
