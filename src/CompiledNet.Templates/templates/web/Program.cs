// Answers POST /predict with a neural network. Run it with: dotnet run -c Release; requests to try are in requests.http.

using CompiledNetNamespace;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(server => server.Limits.MaxRequestBodySize = PredictRequest.MaximumBytes);
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, PredictJson.Default));
builder.Services.AddProblemDetails();

// What is no JSON, or has other members than asked for, is the caller's mistake in development, too: an answer with status 400.
builder.Services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);

// One network for all requests: predictions only read it, so that any number of threads may ask at once.
builder.Services.AddSingleton(services => NetworkFile.Open(services.GetRequiredService<IConfiguration>(), services.GetRequiredService<IHostEnvironment>()));

WebApplication app = builder.Build();
app.UseExceptionHandler();
app.UseStatusCodePages();

// Loaded now, so that a missing or damaged file shows at the start and not at the first request.
app.Services.GetRequiredService<RingNet>();
app.MapPost("/predict", PredictEndpoint.Predict);
app.Run();
