// The playground: networks learn while you watch, in the browser.

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
await using WebApplication app = builder.Build();
app.UseDefaultFiles();
app.UseStaticFiles();
await app.RunAsync();
