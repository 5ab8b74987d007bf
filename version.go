package frontdesk

// Version is the version of this module as sent in the User-Agent header.
const Version = "0.1.0"
