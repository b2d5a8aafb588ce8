// The guided tour: a picture for each step from a neuron to a trained network, computed by the few lines of C# beside it.

return 0;
