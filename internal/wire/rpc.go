package wire

import (
	"bytes"
	"encoding/json"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

// tokenMember is the member of params that carries the credential.
const tokenMember = "access_token"

// AppendRPC appends a JSON-RPC 2.0 request to dst. Params is a JSON object as
// Marshal wrote it, or empty; it is copied, not encoded again. A credential
// that is not empty is put in front of its members as access_token, so that
// params can be built once and signed at each send. It fails with *SyntaxError
// if params is not one JSON object, and with *TypeError if it has an
// access_token already.
func AppendRPC(dst []byte, id int64, method string, params []byte, credential string) ([]byte, error) {
	members, err := objectMembers(params)
	if err != nil {
		return dst, err
	}
	if _, found := Member(params, tokenMember); found && credential != "" {
		return dst, &TypeError{Pointer: "/params/" + tokenMember, Want: "params", Got: "object", Reason: "the credential is not a parameter"}
	}
	dst = append(dst, `{"jsonrpc":"2.0","id":`...)
	dst = strconv.AppendInt(dst, id, 10)
	dst = append(dst, `,"method":`...)
	dst = AppendQuote(dst, method)
	dst = append(dst, `,"params":{`...)
	if credential != "" {
		dst = append(dst, `"`+tokenMember+`":`...)
		dst = AppendQuote(dst, credential)
		if len(members) > 0 {
			dst = append(dst, ',')
		}
	}
	return append(append(dst, members...), "}}"...), nil
}

// objectMembers returns what stands between the braces of a JSON object.
func objectMembers(object []byte) ([]byte, error) {
	object = bytes.TrimSpace(object)
	if len(object) == 0 || string(object) == "null" {
		return nil, nil
	}
	end, err := scanValue(object, 0)
	if err != nil {
		return nil, err
	}
	if end != len(object) || object[0] != '{' {
		return nil, &SyntaxError{Offset: int64(end), Msg: "params are not one JSON object"}
	}
	return bytes.TrimSpace(object[1 : end-1]), nil
}

// RPCReply is the envelope of a JSON-RPC 2.0 reply with its result, decoded
// together in one pass.
type RPCReply[R any] struct {
	// ID is the id as sent, a number or a string; null if the server could not
	// read the request.
	ID json.RawMessage `json:"id"`
	// Result is the zero value in an error reply.
	Result R `json:"result"`
	// Error is nil unless the call failed.
	Error *RPCError `json:"error"`
}

// RPCError is the error member of a JSON-RPC reply. Every part may be missing
// or of another type than documented; what cannot be read is left zero.
type RPCError struct {
	// Code is the group of the error, negative.
	Code int64
	// Message is English text.
	Message string
	// Data tells errors of one group apart.
	Data RPCErrorData
}

// RPCErrorData is the data member of an RPCError.
type RPCErrorData struct {
	// Mnemonic is the unique name of the error.
	Mnemonic string
	// Field is the parameter at fault, nested names joined by dots.
	Field string
	// Value is that parameter as sent, if it was a scalar.
	Value string
	// ExtendedHelper links to an explanation.
	ExtendedHelper string
	// Params are the values put into the message, raw.
	Params map[string]json.RawMessage
	// Metadata is the raw metadata, which holds the limits in error replies too.
	Metadata json.RawMessage
}

// UnmarshalJSONFrom reads an error of any shape: {}, a text, a number.
func (e *RPCError) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	raw, err := dec.ReadValue()
	if err == nil {
		*e = ParseRPCError(raw)
	}
	return err
}

// UnmarshalJSON is UnmarshalJSONFrom for other JSON packages.
func (e *RPCError) UnmarshalJSON(raw []byte) error {
	*e = ParseRPCError(raw)
	return nil
}

// ParseRPCError reads a raw error member, such as Rows.ErrorMember, without
// keeping a reference to it. Of a list of errors it reads the first, and a bare number
// is a code.
func ParseRPCError(raw []byte) RPCError {
	raw = bytes.TrimSpace(raw)
	if len(raw) > 0 && raw[0] == '[' {
		raw = firstElement(raw)
	}
	if len(raw) == 0 || raw[0] != '{' {
		code, _ := Int(raw)
		return RPCError{Code: code, Message: Text(raw)}
	}
	var e RPCError
	e.Code, _ = Int(member(raw, "code"))
	e.Message = Text(member(raw, "message"))
	data := member(raw, "data")
	if len(data) == 0 || data[0] != '{' {
		e.Data.Mnemonic = Text(data)
		return e
	}
	e.Data = RPCErrorData{
		Mnemonic:       Text(member(data, "mnemonic")),
		Field:          Text(member(data, "field")),
		Value:          Text(member(data, "value")),
		ExtendedHelper: Text(member(data, "extended_helper")),
		Metadata:       bytes.Clone(member(data, "metadata")),
	}
	// Params of another shape are left out.
	_ = rpcCodec.Unmarshal(member(data, "params"), &e.Data.Params)
	return e
}

// firstElement returns the first element of a raw list; nil if it is empty.
func firstElement(list []byte) []byte {
	i := skipSpace(list, 1)
	end, err := scanValue(list, i)
	if err != nil {
		return nil
	}
	return list[i:end]
}

var rpcCodec = NewCodec()

func member(object []byte, name string) []byte {
	raw, _ := Member(object, name)
	return raw
}
