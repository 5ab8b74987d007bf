// Package cause looks for causes in the chains of errors. One search serves all
// types: the compiler makes a copy of errors.AsType for each struct and interface.
package cause

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"time"
)

// find returns the first error of a chain, err itself first, for which is holds.
func find(err error, is func(error) bool) error {
	for err != nil {
		if is(err) {
			return err
		}
		switch e := err.(type) {
		case interface{ Unwrap() error }:
			err = e.Unwrap()
		case interface{ Unwrap() []error }:
			for _, one := range e.Unwrap() {
				if found := find(one, is); found != nil {
					return found
				}
			}
			return nil
		default:
			return nil
		}
	}
	return nil
}

// Certificate reports whether the other side's certificate was not accepted.
func Certificate(err error) bool {
	return find(err, func(e error) bool {
		switch e.(type) {
		case *tls.CertificateVerificationError, x509.UnknownAuthorityError, x509.HostnameError, x509.CertificateInvalidError:
			return true
		}
		return false
	}) != nil
}

// Timeout reports whether the first net.Error of the chain is a timeout.
func Timeout(err error) bool {
	found, _ := find(err, func(e error) bool { _, ok := e.(net.Error); return ok }).(net.Error)
	return found != nil && found.Timeout()
}

// RetryAt is a limiter's error that knows when to come again.
type RetryAt interface{ RetryAt() time.Time }

// At returns the moment that an error names for another try.
func At(err error) (at time.Time, ok bool) {
	late, ok := find(err, func(e error) bool { _, ok := e.(RetryAt); return ok }).(RetryAt)
	if !ok {
		return at, false
	}
	return late.RetryAt(), true
}
