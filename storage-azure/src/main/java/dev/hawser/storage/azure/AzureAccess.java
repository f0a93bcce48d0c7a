package dev.hawser.storage.azure;

import java.nio.file.Path;
import java.util.Optional;

/** How the store proves who it is: one of four ways. */
public sealed interface AzureAccess {
  /**
   * The key of the storage account. It can sign.
   *
   * @param account name of the storage account
   * @param key in Base64, as Azure shows it
   */
  record AccountKey(String account, AzureSecret key) implements AzureAccess {}

  /**
   * A shared access signature of the account or the container, which somebody renews. It cannot
   * sign other requests.
   *
   * @param account name of the storage account
   * @param token with or without the question mark; it needs read, add, create, write, delete and
   *     list
   */
  record SasToken(String account, AzureSecret token) implements AzureAccess {}

  /**
   * The identity that Azure gives to a virtual machine, a scale set, a container app or an App
   * Service. It can sign when it may generate a user delegation key.
   *
   * @param account name of the storage account
   * @param clientId of a user-assigned identity; empty for the system-assigned one
   */
  record ManagedIdentity(String account, Optional<String> clientId) implements AzureAccess {}

  /**
   * The identity of a Kubernetes service account that is federated with Microsoft Entra. What is
   * empty is taken from the variables that the workload identity webhook sets in the pod: {@code
   * AZURE_TENANT_ID}, {@code AZURE_CLIENT_ID} and {@code AZURE_FEDERATED_TOKEN_FILE}. It can sign
   * when it may generate a user delegation key.
   *
   * @param account name of the storage account
   */
  record WorkloadIdentity(
      String account,
      Optional<String> tenantId,
      Optional<String> clientId,
      Optional<Path> tokenFile)
      implements AzureAccess {}

  /** Name of the storage account. */
  String account();
}
