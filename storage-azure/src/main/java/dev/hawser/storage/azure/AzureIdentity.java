package dev.hawser.storage.azure;

import java.nio.file.Path;
import java.util.Optional;

/** Who the process is to Azure, without a secret of its own. */
public sealed interface AzureIdentity {
  /**
   * The identity that Azure gives to a virtual machine, a scale set, a container app or an App
   * Service.
   *
   * @param clientId of a user-assigned identity; empty for the system-assigned one
   */
  record Managed(Optional<String> clientId) implements AzureIdentity {}

  /**
   * The identity of a Kubernetes service account that is federated with Microsoft Entra. What is
   * empty is taken from {@code AZURE_TENANT_ID}, {@code AZURE_CLIENT_ID} and {@code
   * AZURE_FEDERATED_TOKEN_FILE}.
   */
  record Workload(Optional<String> tenantId, Optional<String> clientId, Optional<Path> tokenFile)
      implements AzureIdentity {}
}
