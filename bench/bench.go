// Package bench measures graphcomms against its peers: the JSON libraries that could decode and encode an operation,
// the merge-patch libraries and the validator that could stand in for patch and validate.
//
// The package itself holds the payloads and the notes on what a peer leaves out. The benchmarks, one function for each
// work, and the tests that prove every measured call right are in its test files. The command in run measures them in
// interleaved rounds, and writes the tables and the chart in the folder results:
//
//	go run ./run -tags msgraph
//
// msgraph-sdk-go takes minutes to compile and is left out unless the tag msgraph is set. The programs in the folder
// sizes show what an import costs.
package bench
