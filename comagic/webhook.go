package comagic

import (
	"io"
	"net/http"
	"time"

	"github.com/frontdesk-go/frontdesk"
	"github.com/frontdesk-go/frontdesk/internal/wire"
)

// CallUpload is what the vendor posts to the callback address of
// [CommunicationsService.UploadCalls] about one uploaded call.
type CallUpload struct {
	// Status is how far the call has been processed.
	Status CallUploadStatus `json:"status,omitzero"`
	// ExtID is the id of the call in the caller's system.
	ExtID string `json:"ext_id,omitzero"`
	// CallSessionID is the id of the call, as in Reports.ListCalls; absent before the
	// call is processed.
	CallSessionID frontdesk.Opt[int64] `json:"call_session_id,omitzero"`
	// Timestamp is when it happened, in Unix seconds; see Time.
	Timestamp int64 `json:"timestamp,omitzero"`
	// ErrorMessage and ErrorCode tell of a failure.
	ErrorMessage string          `json:"error_message,omitzero"`
	ErrorCode    CallUploadError `json:"error_code,omitzero"`
}

// CallUploadStatus is the status of an uploaded call. Values that are not listed are
// kept.
type CallUploadStatus string

// The values of CallUploadStatus.
const (
	CallUploadProcessed CallUploadStatus = "processed"
	CallUploadInProcess CallUploadStatus = "in_process"
	CallUploadFailed    CallUploadStatus = "error"
)

// CallUploadError is why an uploaded call could not be processed, such as
// "download_error" or "decode_error".
type CallUploadError string

// Time returns when it happened.
func (u *CallUpload) Time() time.Time { return time.Unix(u.Timestamp, 0).UTC() }

// maxWebhookBytes bounds what is read of a webhook.
const maxWebhookBytes = 1 << 20

// ParseCallUpload reads a request that the vendor made to the callback address. The
// vendor signs nothing: give an address that nobody can guess, and look the call up
// before trusting it. The body may have at most 1 MiB.
//
// Errors: [frontdesk.ErrTooLarge], [frontdesk.ErrDecode], [frontdesk.ErrTransport] if
// the body cannot be read.
func ParseCallUpload(r *http.Request) (*CallUpload, error) {
	if r.Body == nil {
		return nil, webhookError(frontdesk.KindDecode, "the webhook has no body", nil)
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxWebhookBytes+1))
	switch {
	case err != nil:
		return nil, webhookError(frontdesk.KindTransport, "the body cannot be read", err)
	case len(body) > maxWebhookBytes:
		return nil, webhookError(frontdesk.KindTooLarge, "the body is larger than 1 MiB", nil)
	}
	upload := new(CallUpload)
	if _, isObject := wire.Member(body, "status"); !isObject {
		return nil, webhookError(frontdesk.KindDecode, "the body tells no status of a call", nil)
	}
	if err := defaultCodec.Unmarshal(body, upload); err != nil {
		return nil, webhookError(frontdesk.KindDecode, "the body is not a webhook", err)
	}
	return upload, nil
}

func webhookError(kind frontdesk.Kind, message string, cause error) error {
	return &frontdesk.Error{Vendor: vendor, Operation: "webhook.upload_calls", Kind: kind, Message: message, Err: cause}
}
