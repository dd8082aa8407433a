module example.com/graphcomms/examples/msgraph

go 1.26.0

replace (
	example.com/graphcomms => ../../
	example.com/graphcomms/examples => ../
)

require (
	example.com/graphcomms v0.0.0 // indirect
	example.com/graphcomms/examples v0.0.0 // indirect
)
