using Microsoft.Extensions.DependencyInjection;

namespace DeAI.Chain.Client;

/// <summary>Registration in a host's container.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>Adds one <see cref="ChainClient"/> for the application's lifetime.</summary>
    /// <param name="configure">Gets the defaults and returns what the application wants.</param>
    public static IServiceCollection AddDeAiChain(this IServiceCollection services, Func<ChainClientOptions, ChainClientOptions> configure)
    {
        ChainClientOptions options = configure(new ChainClientOptions());
        return services.AddSingleton(_ => new ChainClient(options));
    }
}
