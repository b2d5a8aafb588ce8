// Trains a network in the background. Ctrl+C (or the system's signal to stop) ends it with a checkpoint; started again, it goes on from there, and ends with
// the network that it would have ended with in one go. Run it with: dotnet run -c Release

using CompiledNetNamespace;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Services.AddOptions<TrainingSettings>()
    .BindConfiguration("Training")
    .Validate(settings => settings.Epochs >= 1, "The setting Training:Epochs is below 1; expected how often to go over the data.")
    .Validate(settings => !string.IsNullOrWhiteSpace(settings.Checkpoint), "The setting Training:Checkpoint is empty; expected the path of a file.")
    .Validate(settings => !string.IsNullOrWhiteSpace(settings.Network), "The setting Training:Network is empty; expected the path of a file.")
    .ValidateOnStart();
builder.Services.AddHostedService<TrainingWorker>();

builder.Build().Run();
