// Package wire turns bodies into Go values and back: JSON, XML, forms with
// PHP brackets, JSON-RPC envelopes, streamed pages of rows, and the scalars
// that vendors spell in more than one way.
//
//   - [Codec] reads and writes JSON in one vendor's manner: its time zone, its
//     spelling of times, and how much it may deviate from the documented types.
//   - [SplitJSON], [Member] and [Lookup] look into a body without decoding it,
//     for the code that classifies replies.
//   - [OpenRows] decodes a JSON-RPC page one row at a time.
//   - [TranscodeXML] rewrites an XML reply as JSON, so that one decoder and one
//     lenience serve both formats.
//   - [Codec.AppendForm] and [ParseForm] write and read bracketed forms.
//   - [ReadAllCapped] reads a body into a pooled [Buffer].
//
// No function here panics on input, and no error contains a value of the body:
// values may be secrets.
package wire
