// Package examples holds small programs that use the library over HTTP:
//
//   - server, which answers GET and PATCH of a call's operations from a SQLite
//     database or a NATS JetStream cluster;
//   - client, which reads an operation, patches what is to change, and shows
//     what is wrong with a patch;
//   - bot, which takes the notifications that a bot's callback gets, and keeps
//     the latest state of each operation.
//
// Try them in two terminals, from this folder:
//
//	go run ./server
//	go run ./client -status Completed demo 1
//
// They are a module of their own, so that the library itself depends on no
// driver and no network. The tests in this folder run one against the other.
package examples
