// Package redact keeps credentials out of every text and every error chain.
//
// It works by value: a [Redactor] is told the secrets, and replaces them wherever they appear, whatever the
// field, header or message is called. Each secret is looked for in the forms in which it travels:
//
//   - as it is;
//   - escaped for a query or a path, with %XX or %xx, and with a space as + or %20;
//   - escaped for JSON, in the dialects of Go, PHP and Python;
//   - escaped for XML or HTML;
//   - quoted by Go (%q and %+q);
//   - any two of these on top of each other, such as a query inside JSON;
//   - in base64, standard and URL alphabet, with and without padding, and inside a longer base64 text such as that
//     of Basic authentication, where the characters made of the secret alone are replaced;
//   - in hex, and as the byte lists that %v and %#v make of a []byte.
//
// The longest form wins, and REDACTED stands in its place. Where REDACTED and the text beside it would together
// spell a secret again, a separator is put between them.
//
// In bodies ([Redactor.Body]) the values of members whose names end in password or authtoken are replaced as well:
// they belong to agents, customers and telephone lines, and are too many to be known.
//
// Not covered: a text that was cut in the middle of a secret (so redact first, then cut), other ciphers and
// encodings, and secrets shorter than [MinLength].
//
// # Errors
//
// A redacted text is not enough: errors.As reaches the causes, and each of them prints itself. [Redactor.Error]
// rebuilds the chain:
//
//   - a cause that shows no secret, and has no cause that does, stays as it is;
//   - the errors that callers look for are rebuilt as the same type, with redacted texts and of a certificate no more
//     than its names: [net.OpError], [net.DNSError], [url.Error] (without query and userinfo, in any case),
//     [tls.CertificateVerificationError] and the errors of crypto/x509;
//   - anything else is replaced by an opaque error: redacted text under every verb, errors.Is answers as the
//     original would, Timeout and Temporary are kept, and Unwrap yields rebuilt causes only.
package redact
